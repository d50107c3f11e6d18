import { configPath } from "./text";

/** Where HAProxy's container sees certificates that something else keeps. */
export const certificatesDirectory = "/certificates";

/** How often HAProxy's container looks whether a certificate has changed, in seconds. */
const everySeconds = 2;

/**
 * Renders the container's start: without a configuration there is nothing to listen for yet.
 * @param watched whether certificates change by themselves: then each change is validated and goes live by a reload,
 * without a break and without anyone else having to reach HAProxy
 */
export const renderStart = (watched: boolean): string =>
  `until [ -f ${configPath} ]; do sleep 0.1; done
${watched ? watch : ""}exec haproxy -W -f ${configPath}`;

const watch = `state() { cat ${certificatesDirectory}/list ${certificatesDirectory}/*.pem 2>/dev/null | sha256sum; }
seen=$(state)
while sleep ${everySeconds}; do
  now=$(state)
  if [ "$now" = "$seen" ]; then continue; fi
  seen=$now
  if haproxy -c -q -f ${configPath}; then kill -USR2 1; else echo "the changed certificates are not usable; those before go on" >&2; fi
done &
`;
