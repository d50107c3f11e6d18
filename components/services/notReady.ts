import { plightFunction } from "../hosts/exchange/plight";
import { shown } from "../shared/expecting";
import { quote } from "../shared/shell";
import { askedName } from "./askedName";
import { goodAnswer } from "./probe";
import { questionOf } from "./question";
import type { Asked as AskedByProbe } from "./throughRouter";

/** Which containers may be told to be not ready, and what was asked of them. */
export interface Asked extends AskedByProbe {
  readonly port: number;
  readonly readySeconds: number;
  /** Shell words that run a shell in the router's container, from where they were asked. */
  readonly inRouter: string;
}

/** Ports at which applications listen that nobody has told anything else. */
const usualPorts = [80, 3000, 3001, 4000, 5000, 5173, 8000, 8008, 8080, 8081, 8443, 8888, 9000, 9090];

/**
 * Shell: `not_ready CONTAINER ANSWER…` tells what a person needs to know of a container that is not ready: what was
 * asked, what was found, what is expected, and the way out.
 */
export const notReadyFunction = (asked: Asked): string => `${plightFunction}
${listensFunction(asked)}
not_ready() {
  name=$1; answer=$(echo "$2" | tr '\\n' ' ' | sed 's/ *$//')
  plight=$(plight "$name")
  case $plight in "it runs") listens=$(listens "$name") ;; *) listens= ;; esac
  ports=$(listed all); closed=$(listed loopback)
  case $answer in
    HTTP/*) found=$answer ;;
    *"bad address"*) found="its name is not found in the network" ;;
    *"timed out"*) found="no answer within 3 s" ;;
    *refused*) found="no connection: refused" ;;
    *) found="no answer\${answer:+: $answer}" ;;
  esac
  case $plight in
    "it runs") judge "$answer" ;;
    *"out of memory"*) way="give it more memory; example: limits: { memory: \\"512MiB\\" }" ;;
    *) way="what it logged may say why" ;;
  esac
  echo "$name is not ready after ${asked.readySeconds} s." >&2
  echo "  asked: "${quote(question(asked))} >&2
  echo "  found: $found; $plight" >&2
  echo "  expected: ${goodAnswer(asked.probe)}" >&2
  echo "  way out: $way" >&2
}
listed() { printf '%s\\n' "$listens" | awk -v kind="$1" '$1 == kind { printf "%s%s", n++ ? ", " : "", $2 }'; }
judge() {
  case $1 in
    ${chosen(asked)}HTTP/*" 401"*) way=${quote(ways.guarded)} ;;
    HTTP/*" 403"*) way=${quote(ways.forbidden)} ;;
    HTTP/*" 404"*) way=${quote(ways.missing)} ;;
${asked.protocol === undefined || asked.protocol === "http" ? `    HTTP/*" 400"*) way=${quote(ways.misunderstood(asked))} ;;\n` : ""}    HTTP/*" 4"*) way=${quote(ways.refused(asked))} ;;
    HTTP/*) way="the application itself says that it cannot serve: what it logged may say why" ;;
    *) case ", $ports, / $closed " in
      *", ${asked.port}, "*)
        plight="$plight, and listens at port ${asked.port}"
        way=${quote(asked.probe.kind === "tcp" ? ways.slow(asked) : ways.silent(asked))} ;;
      *" ${asked.port} "* | *" ${asked.port},"*)
        plight="$plight, and listens at port ${asked.port} of 127.0.0.1 alone"
        way="have it listen at 0.0.0.0: who asks is another container" ;;
      ", , / "[0-9]*)
        plight="$plight, and listens at 127.0.0.1 alone, port $closed"
        way="have it listen at 0.0.0.0, port ${asked.port}: who asks is another container" ;;
      ", "[0-9]*)
        plight="$plight, and listens at port $ports, not at ${asked.port}"
        way="have it listen at port ${asked.port}, or say where it listens; example: port: \${ports%%,*}" ;;
      *)
        [ -z "$listens" ] || plight="$plight, and listens at no port"
        way=${quote(ways.slow(asked))} ;;
    esac ;;
  esac
}`;

function question(asked: Asked): string {
  const { probe, port, protocol = "http" } = asked;
  const by = protocol === "http" ? "" : ` by ${protocol}`;
  switch (probe.kind) {
    case "http":
      return `GET ${probe.path}${by} at port ${port}, as ${nameOf(asked)} by https`;
    case "grpc":
      return `grpc.health.v1.Health/Check${by} at port ${port}, as ${nameOf(asked)} by https`;
    case "tcp":
      return `a connection to port ${port}`;
  }
}

const nameOf = ({ probe, ...asking }: Asked): string =>
  questionOf(asking, probe.kind === "http" ? probe : { path: "/" }).host;

/** Where one status alone is good, any other may be the one that was meant. */
const chosen = ({ probe }: Asked): string =>
  probe.kind === "http" && probe.status !== undefined
    ? `HTTP/*) way="have it answer with the status ${probe.status}, or leave it out: then each one from 200 to 399 is good" ;;
    `
    : "";

const ways = {
  guarded:
    'name a path that needs no password, or say that this is the answer; example: readiness: { kind: "http", path: "/", status: 401 }',
  forbidden: 'name a path that everyone may see; example: readiness: { kind: "http", path: "/health" }',
  missing: 'name a path that there is; example: readiness: { kind: "http", path: "/health" }',
  refused: (asked: Asked) =>
    `have it answer to the name ${nameOf(asked)}, or say which name or path it answers; example: readiness: { kind: "http", path: "/", host: ${shown(asked.domains[0]?.replace("*", "shop"))} }`,
  misunderstood: (asked: Asked) =>
    `${ways.refused(asked)}; where it speaks HTTPS alone, say so: protocol: "https"`,
  silent: (asked: Asked) => {
    const { protocol = "http", probe, authority, serverName, domains } = asked;
    if (probe.kind === "grpc")
      return 'have it speak gRPC without TLS there, with the health service; where it has none, ask for an open port: readiness: { kind: "tcp" }';
    switch (protocol) {
      case "http":
        return 'have it speak HTTP there, or say what else it speaks; example: protocol: "https"';
      case "h2c":
        return 'have it speak HTTP/2 without TLS there, or say what else it speaks; example: protocol: "https"';
      case "https":
        return authority === undefined
          ? "have it speak HTTPS there, or leave protocol out"
          : `have it speak HTTPS there, with a certificate of the authority for the name ${serverName ?? askedName(domains)}`;
    }
  },
  slow: ({ readySeconds }: Asked) =>
    `if it takes its time to start, give it more; example: readySeconds: ${Math.min(readySeconds * 2 || 60, 3600)}`,
} as const;

/**
 * Shell: `listens CONTAINER` tells at which ports a container listens, one a line, after `all` or `loopback`. One
 * without `cat` is tried from the router: at the ports that its image names, and at usual ones.
 */
const listensFunction = ({ inRouter }: Asked): string => `listens() {
  if sockets=$(docker exec "$1" cat /proc/net/tcp 2>/dev/null); then
    echo listed
    { printf '%s\\n' "$sockets"; docker exec "$1" cat /proc/net/tcp6 2>/dev/null; } | awk -v own=${quote(loopbacks)} ${quote(sockets)} | sort -u -k 2n -k 1
  else
    tried="$(docker inspect -f '{{range $port, $_ := .Config.ExposedPorts}}{{$port}} {{end}}' "$1" 2>/dev/null | sed 's|/[a-z]*||g')${usualPorts.join(" ")}"
    ${inRouter} -c ${quote(knock)} sh "$1" $tried </dev/null 2>/dev/null
  fi
}`;

// Docker's own DNS listens at 127.0.0.11 (0B00007F).
const sockets = `function value(hex, i, n) { for (i = 1; i <= length(hex); i++) n = n * 16 + index("0123456789ABCDEF", substr(hex, i, 1)) - 1; return n }
$4 == "0A" && split($2, at, ":") == 2 && at[1] != "0B00007F" { print (index(own, " " at[1] " ") ? "loopback" : "all"), value(at[2]) }`;
const loopbacks = " 0100007F 00000000000000000000000001000000 0000000000000000FFFF00000100007F ";

const knock = `name=$1; shift
for port; do case " $seen " in *" $port "*) continue ;; esac; seen="$seen $port"; nc -w 1 "$name" "$port" -e true </dev/null >/dev/null 2>&1 && echo "all $port"; done; :`;
