import { commandLine } from "../shared/shell";
import type { HttpProbe, Probe } from "./probe";
import { type Asking, questionOf } from "./question";

/** How long a container may take for its answer, in seconds. */
const answerSeconds = 3;

/** What has to be known of a service to ask its containers. */
export interface Asked extends Asking {
  readonly probe: Probe;
}

/**
 * Shell: `probe HOST:PORT` asks a container whether it can serve, and says what it answered. By IPv4, as it will be asked:
 * where it has an address of IPv6 too, one library prefers that, and another does not.
 */
export const probeFunction = (asked: Asked): string => `export RES_OPTIONS=no-aaaa
${probeOf(asked)}`;

function probeOf({ probe, ...asking }: Asked): string {
  switch (probe.kind) {
    case "http":
      return httpProbe(asking, probe);
    case "tcp":
      // Ends as soon as the port is open: a service may say nothing there, and never hang up.
      return `probe() { nc -w ${answerSeconds} "\${1%:*}" "\${1#*:}" -e true </dev/null 2>&1; }`;
  }
}

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
  const good = probe.status === undefined ? "[23][0-9][0-9]" : String(probe.status);
  return `probe() {
  said=$(timeout ${answerSeconds} nc -w ${answerSeconds} "\${1%:*}" "\${1#*:}" -e ${commandLine("sh", "-c", conversation, "ask", ...lines)} </dev/null 2>&1) \\
    || [ -n "$said" ] || said="timed out"
  echo "$said"
  case $said in HTTP/1.[01]\\ ${good}*) ;; *) return 1 ;; esac
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
