import { configPath, revisionPort } from "./paths";
import { locateFunction } from "./states";
import { renderTake } from "./take";
import { certificatesDirectory, judgePath, offeredList, takenList } from "./taken";

/** How often HAProxy's container looks whether a certificate has changed, in seconds. */
const everySeconds = 1;

/** After how many seconds it looks again at what HAProxy did not take. */
const againSeconds = 30;

/**
 * Renders the container's start: without a configuration there is nothing to listen for yet.
 * @param watched whether certificates change by themselves: then HAProxy judges each of them, and what it takes goes
 * live by a reload, without a break and without anyone else having to reach it
 */
export const renderStart = (watched: boolean): string =>
  `${locateFunction}
locate_now() {
  file=$(sed -n 's/^ *server-state-file //p' ${configPath})
  [ ! -f "$file" ] || locate "$file" "\${1:-}"
}
${watched ? watch : ""}until [ -f ${configPath} ]; do sleep 0.1; done
locate_now anew
exec haproxy -W -f ${configPath}`;

// HAProxy's master waits for its last child, which the loop is: it ends with the last worker. It begins before there is
// a configuration, as a first one is given only when the certificates are there.
const watch = `${renderTake()}
rm -f $taken/loaded $taken/told
mkdir -p $taken && : > $taken/told
if grep -q -e " crt-list ${takenList} " -e " crt-list ${offeredList} " ${configPath} 2>/dev/null; then
  haproxy -c -q -f ${configPath} 2>/dev/null || salvage
fi
state() { cat ${offeredList} ${certificatesDirectory}/*.pem ${judgePath} 2>/dev/null | sha256sum; }
seen=
worked=no
left=0
while sleep ${everySeconds}; do
  case "$(pidof haproxy)" in *" "*) worked=yes ;; *) [ $worked = no ] || exit ;; esac
  confirm
  [ -f ${offeredList} ] && [ -f ${judgePath} ] || continue
  found=$(state)
  left=$((left - 1))
  if [ "$found" = "$seen" ] && [ $left -ne 0 ]; then continue; fi
  seen=$found
  left=-1
  take || { echo "the certificates could not be looked at; they are tried again" >&2; left=3; continue; }
  [ ! -s $taken/now/refused ] || left=${againSeconds}
done &
`;

/** How long HAProxy may take until it answers with the configuration that it finds, in seconds. */
const worksSeconds = 10;

/** Renders the script that runs inside a HAProxy's container and fails where it has a configuration and does not answer. */
export const renderWorks = (): string => `[ -f ${configPath} ] || exit 0
${renderAnswers()}`;

/** Renders the script that runs inside a HAProxy's container and fails where it does not answer in time. */
export const renderAnswers = (): string => `deadline=$(($(date +%s) + ${worksSeconds}))
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
