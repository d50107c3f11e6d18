import { commandLine } from "../shared/shell";
import { goodStatusLine, type HttpProbe } from "./probe";
import { speaksPlainly } from "./protocol";
import { type Asking, questionOf } from "./question";
import { type Asked, throughRouterFunction } from "./throughRouter";

/** How long a container may take for its answer, in seconds. */
const answerSeconds = 3;

/**
 * Shell: `probe HOST:PORT` asks a container whether it can serve, and says what it answered. By IPv4, as it will be asked:
 * where it has an address of IPv6 too, one library prefers that, and another does not.
 */
export const probeFunction = (asked: Asked): string => `export RES_OPTIONS=no-aaaa
${probeOf(asked)}`;

function probeOf(asked: Asked): string {
  const { probe } = asked;
  if (probe.kind === "tcp")
    // Ends as soon as the port is open: a service may say nothing there, and never hang up.
    return `probe() { nc -w ${answerSeconds} "\${1%:*}" "\${1#*:}" -e true </dev/null 2>&1; }`;
  if (probe.kind === "grpc" || !speaksPlainly(asked)) return throughRouterFunction(asked, probe);
  return httpProbe(asked, probe);
}

/** Whether the router has to be told how, before there is a route. */
export const isAskedThroughRouter = ({ probe, ...spoken }: Asked): boolean =>
  probe.kind === "grpc" || (probe.kind === "http" && !speaksPlainly(spoken));

/** By hand, as `wget` would go wherever a redirection leads, out of the environment too. */
function httpProbe(asking: Asking, probe: HttpProbe): string {
  const { path, host, headers } = questionOf(asking, probe);
  const lines = [
    `GET ${path} HTTP/1.1`,
    `Host: ${host}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    "Connection: close",
    "",
  ];
  return `probe() {
  said=$(timeout ${answerSeconds} nc -w ${answerSeconds} "\${1%:*}" "\${1#*:}" -e ${commandLine("sh", "-c", conversation, "ask", ...lines)} </dev/null 2>&1) \\
    || [ -n "$said" ] || said="timed out"
  echo "$said"
  case $said in ${goodStatusLine(probe)}) ;; *) return 1 ;; esac
}`;
}

/**
 * Shell, with the connection as its input and output: sends its arguments, and tells the status and where it leads.
 * What comes before an answer (status 100 to 199) is none.
 */
const conversation = `printf '%s\\r\\n' "$@"
end=$(printf '\\r') status=
while IFS= read -r line; do
  line=\${line%"$end"}
  case $line in
    HTTP/*\\ 1[0-9][0-9]*) ;;
    HTTP/*) [ -n "$status" ] || { status=$line; echo "$line" >&2; } ;;
    [Ll]ocation:*) [ -z "$status" ] || echo "to$(echo "\${line#*:}" | sed 's/^ */ /')" >&2 ;;
    '') [ -z "$status" ] || exit 0 ;;
  esac
done`;
