import { configPath, revisionPort } from "./paths";
import { locateFunction } from "./states";
import { renderTake } from "./take";
import { certificatesDirectory, judgePath, offeredList, takenList } from "./taken";

/** How often HAProxy's container looks whether a certificate has changed, in seconds. */
const everySeconds = 1;

/** After how many seconds it looks again at what HAProxy did not take. */
const againSeconds = 30;

/** After how many seconds it looks at all, whatever time the files have: a clock may have been set back. */
const unsureSeconds = 120;

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
// a configuration, as a first one is given only when the certificates are there. A process costs a hundred times what
// the shell can do by itself: without news, a round of the loop needs none.
const watch = `${renderTake()}
rm -f $taken/loaded $taken/told $taken/looked
mkdir -p $taken && : > $taken/told
if grep -q -e " crt-list ${takenList} " -e " crt-list ${offeredList} " ${configPath} 2>/dev/null; then
  haproxy -c -q -f ${configPath} 2>/dev/null || salvage
fi
# Nobody writes there: it is the time that ends the wait. A shell that knows no such time says 2.
rm -f $taken/silent
if mkfifo $taken/silent; then
  nap() { read -r -t ${everySeconds} nap <&3 2>/dev/null; [ $? -ne 2 ] || sleep ${everySeconds}; }
else
  nap() { sleep ${everySeconds}; }
fi
workers=
works() {
  for pid in $workers; do if [ -d /proc/$pid ]; then return; fi; done
  workers=$(pidof haproxy | tr ' ' '\\n' | grep -vx 1)
  [ "$workers" ]
}
# What has the time of the last look may be of before it or after it. What was written before it and put in place after
# it is told by its directory. A clock that was set back is not trusted for long.
news() {
  for file in ${certificatesDirectory} ${certificatesDirectory}/*.pem ${offeredList} \${judge%/*} $judge; do
    if [ -e "$file" ] && ! [ $taken/looked -nt "$file" ]; then return; fi
  done
  [ $unsure -le 0 ]
}
state() { cat ${offeredList} ${certificatesDirectory}/*.pem ${judgePath} 2>/dev/null | sha256sum; }
seen=
worked=no
left=0
unsure=0
{
[ ! -p $taken/silent ] || exec 3<> $taken/silent
rm -f $taken/silent
while nap || :; do
  if works; then worked=yes; elif [ $worked = yes ]; then exit; fi
  confirm
  [ -f ${offeredList} ] && [ -f ${judgePath} ] || continue
  left=$((left - 1))
  unsure=$((unsure - 1))
  [ $left -eq 0 ] || news || continue
  touch $taken/looked
  unsure=${unsureSeconds}
  found=$(state)
  if [ "$found" = "$seen" ] && [ $left -ne 0 ]; then continue; fi
  seen=$found
  left=-1
  take || { echo "the certificates could not be looked at; they are tried again" >&2; left=3; continue; }
  [ ! -s $taken/now/refused ] || left=${againSeconds}
done
} &
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
