import { renderApply } from "../front/haproxy/apply";
import { ordersPort } from "../front/haproxy/live";
import { configPath } from "../front/haproxy/paths";
import { locateFunction } from "../front/haproxy/states";
import { inUrl } from "../shared/address";
import { commandLine, pollFunction, quote } from "../shared/shell";
import type { PortProbe } from "./args";
import { doorSection, type PortConfig, renderPort, serverName } from "./config";
import { exchanged, exchangeFunction } from "./exchanged";

/** A door's configuration, and how its containers are asked first. */
export interface PortChange extends PortConfig {
  readonly readiness: PortProbe;
}

/** How long a container may take for its first words, in seconds. */
const answerSeconds = 3;

/**
 * Renders the script that runs inside a door's container: it waits until every container takes connections, tells those
 * that wait for one where it is, puts the configuration to work, and waits for connections to containers that are going.
 * Where a container never gets ready, nothing has been changed.
 */
export const renderPortApply = (change: PortChange): string => `${awaitContainers(change)}
${locateFunction}
known() { [ -n "$(where_is "$1")" ]; }
# One question may be lost; and other hosts have addresses alone.
is_address() { case $1 in \\[* | *[0-9].[0-9]*) true ;; *) false ;; esac; }
is_there() { is_address "$1" || known "$1" || { sleep 1 && known "$1"; }; }
servers() { sed -n 's/^ *server [^ ]* \\([^ ]*\\):[0-9]* .*/\\1/p' ${configPath} 2>/dev/null || :; }
former=$(servers)
# Of a container that is gone nobody is left; of one that goes, somebody may be.
going=
for one in $former; do
  case " ${ledTo(change).join(" ")} " in *" $one "*) ;; *) if is_there "$one"; then going="$going $one"; fi ;; esac
done
${change.containers.map(toldWhere).join("\n")}
${exchangeFunction}
${renderApply(renderPort(change), exchanged)}# The process before this one goes with its last connection.
alone() { [ "$(pidof haproxy | tr ' ' '\\n' | grep -cvx 1)" -le 1 ]; }
${countFunction}
if [ -n "$going" ]; then
  began=$(date +%s) open=$(still)
  poll ${Math.min(silentSeconds, change.drainSeconds)} alone || {
    [ ${change.drainSeconds} -le ${silentSeconds} ] || echo "waiting for $(still) to$going, at most ${change.drainSeconds} s" >&2
    poll ${Math.max(change.drainSeconds - silentSeconds, 0)} alone || :
  }
  ${cutOff(change)}
fi
`;

/** For how long nothing is said of what is waited for, in seconds: most connections have ended by then. */
const silentSeconds = 3;

/** The process of before ends its connections a moment before this one is told that it may go. */
const cutOff = ({ drainSeconds }: PortChange): string =>
  drainSeconds === 0
    ? ":"
    : `case $open in [1-9]*) [ $(($(date +%s) - began)) -lt ${Math.max(drainSeconds - 1, 1)} ] || echo "warning: connections to$going lasted as long as drainSeconds allows, ${drainSeconds} s: what was open then was cut off" >&2 ;; esac`;

/** Shell: how many connections to containers of before there are. An address is in the kernel's table by its bytes from the last to the first. */
const countFunction = `still() {
  for one in $going; do
    if is_address "$one"; then echo "$one"; else where_is "$one"; fi
  done 2>/dev/null | awk -F. 'NF == 4 { printf "%02X%02X%02X%02X\\n", $4, $3, $2, $1 }' | awk '
    NR == FNR { is[$1] = 1; next }
    $4 == "01" && substr($3, 1, 8) in is { count++ }
    END { print count == 1 ? "1 connection" : (count > 1 ? count " connections" : "connections") }' - /proc/net/tcp
}`;

const ledTo = ({ containers, far = [] }: PortChange): string[] => [
  ...containers,
  ...far.map(({ address }) => inUrl(address)),
];

/** Whoever waits for a container that is gone is still with the process that knows its address. */
const toldWhere = (name: string, at: number): string =>
  `if [ -n "$former" ]; then echo "set server ${doorSection}/${serverName(at)} addr $(where_is ${quote(name)})" | timeout 2 nc 127.0.0.1 ${ordersPort} >/dev/null 2>&1 || :; fi`;

/** The PROXY protocol's own question after health, in bytes: version 2, LOCAL. */
const local = "\\015\\012\\015\\012\\000\\015\\012QUIT\\012\\040\\000\\000\\000";

const wayOfListening = `way=${quote("have it listen at 0.0.0.0 and this port, or give it more time (readySeconds)")}`;
const wayOfWords = `way=${quote("have readiness say how it begins (startsWith), or lead to the port of what does (port)")}`;

function awaitContainers({ containers, port, readiness, proxyProtocol, readySeconds }: PortChange): string {
  const opening = proxyProtocol ? `printf ${quote(local)}; ` : "";
  const expected = readiness.kind === "banner" ? readiness.startsWith : "";
  const reading = expected === "" ? "true" : `timeout ${answerSeconds} head -c ${expected.length} >&2`;
  const loop = `for one in ${containers.map(quote).join(" ")}; do
  poll ${readySeconds} ready "$one" || {
    ready "$one" || :
    # All of the standard output: whoever called shows what that one logged last.
    echo "$one"
    echo "$one is not ready after ${readySeconds} s." >&2
    echo ${quote(`  asked: a connection to port ${port}${proxyProtocol ? ", begun by the PROXY protocol" : ""}`)} >&2
    echo "  found: \${said:-nothing was said within ${answerSeconds} s}" >&2
    echo ${quote(`  expected: ${expected === "" ? "an open port" : `first words that begin with ${expected}`}`)} >&2
    ${expected === "" ? wayOfListening : `case $said in "" | "no connection" | "nc: "*) ${wayOfListening} ;; *) ${wayOfWords} ;; esac`}
    echo "  way out: $way; connections go on to the containers before it, where they run" >&2
    exit 1
  }
${proxyProtocol ? `${heedsProxy}\n` : ""}done`;
  return `set -eu
export RES_OPTIONS=no-aaaa
${pollFunction}
talk() { timeout ${answerSeconds + 2} nc -w ${answerSeconds} "$1" ${port} -e ${commandLine("sh", "-c")} "$2" </dev/null 2>&1; }
ready() {
  said=$(talk "$1" ${quote(opening + reading)}) || [ -n "$said" ] || said="no connection"
  ${expected === "" ? '[ -z "$said" ]' : `[ "$said" = ${quote(expected)} ]`}
}
${containers.length > 0 ? loop : ""}`;
}
/** Who reads the greeting waits for more; who takes it for a client's words has them for nonsense, and hangs up. */
const heedsProxy = `  case $(talk "$one" ${quote(`printf ${quote(local)}; timeout 1 cat >/dev/null; case $? in 124 | 143) ;; *) echo closed >&2 ;; esac`)}) in
    *closed*)
      echo "warning: $one hangs up on a connection that begins by the PROXY protocol: it may not expect it." >&2
      echo "  A client is then told of a protocol error, and the container's log has strange characters. Have it expect the protocol, or leave proxyProtocol out." >&2 ;;
  esac`;
