import { locateFunction } from "./states";
import { configPath, revisionPort } from "./text";

/** Where HAProxy's container sees certificates that something else keeps. */
export const certificatesDirectory = "/certificates";

/** The list of those certificates. */
export const keptList = `${certificatesDirectory}/list`;

/** How often HAProxy's container looks whether a certificate has changed, in seconds. */
const everySeconds = 1;

/**
 * Renders the container's start: without a configuration there is nothing to listen for yet.
 * @param watched whether certificates change by themselves: then each change is validated and goes live by a reload,
 * without a break and without anyone else having to reach HAProxy
 */
export const renderStart = (watched: boolean): string =>
  `until [ -f ${configPath} ]; do sleep 0.1; done
${locateFunction}
locate_now() {
  file=$(sed -n 's/^ *server-state-file //p' ${configPath})
  [ ! -f "$file" ] || locate "$file"
}
locate_now
${watched ? watch : ""}exec haproxy -W -f ${configPath}`;

// HAProxy's master waits for its last child, which this is: it ends with the last worker.
const watch = `state() { cat ${keptList} ${certificatesDirectory}/*.pem 2>/dev/null | sha256sum; }
seen=$(state)
worked=no
while sleep ${everySeconds}; do
  case "$(pidof haproxy)" in *" "*) worked=yes ;; *) if [ $worked = yes ]; then exit; else continue; fi ;; esac
  now=$(state)
  if [ "$now" = "$seen" ]; then continue; fi
  seen=$now
  if haproxy -c -q -f ${configPath}; then locate_now; kill -USR2 1; else echo "the changed certificates are not usable; those before go on" >&2; fi
done &
`;

/** How long HAProxy may take until it answers with the configuration that it finds, in seconds. */
const worksSeconds = 10;

/** Renders the script that runs inside a HAProxy's container and fails where it has a configuration and does not answer. */
export const renderWorks = (): string => `[ -f ${configPath} ] || exit 0
deadline=$(($(date +%s) + ${worksSeconds}))
until wget -q -T 2 -O /dev/null http://127.0.0.1:${revisionPort}/; do
  [ "$(date +%s)" -lt "$deadline" ] || exit 1
  sleep 0.1
done`;

/**
 * Renders the script that runs inside a HAProxy that is about to make place: its configuration must not ask for more
 * connections than its successor may open files for, which could not start with it.
 */
export const renderFit = (maxConnections: number): string =>
  `asked=$(sed -n 's/^ *maxconn \\([0-9]*\\)$/\\1/p' ${configPath} | head -n 1)
if [ "\${asked:-0}" -gt ${maxConnections} ]; then
  cp ${configPath} ${configPath}.old
  sed "s/^\\( *maxconn\\) $asked$/\\1 ${maxConnections}/" ${configPath}.old > ${configPath}.new
  mv ${configPath}.new ${configPath}
fi`;

/** Renders the script that runs inside a HAProxy that is back in its place. */
export const renderUnfit = (): string =>
  `if [ -f ${configPath}.old ]; then mv ${configPath}.old ${configPath}; kill -USR2 1; fi`;
