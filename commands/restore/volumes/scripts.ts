import { hideFunction } from "../../../components/backups/hide";
import { swapFunctions } from "../../../components/backups/swap";
import { startFunction } from "../../../components/hosts/exchange/start";
import { routerPorts, routesDirectory } from "../../../components/router/config";
import { readinessHost } from "../../../components/services/readiness";
import { commandLine, quote } from "../../../components/shared/shell";
import { bringing, reached, resticAt } from "../../backups/reached";
import { isDump, type ManifestPart } from "../../backups/sets";

const opening = `set -u
umask 077
${swapFunctions}
`;

/** Shell: `stands` tells how far an exchange is, from which set and whose, for how many hours, and how much is kept, with tabs between. */
export const standsFunction = `size() { du -sk "$1" 2>/dev/null | cut -f 1 | grep . || echo 0; }
stands() {
  phase
  first_line "$kept/set"
  set=\${line%% *} whose=
  case $line in *" "*" "*) whose=\${line##* } ;; esac
  first_line "$kept/hours"
  beside=$(size "$kept")
  printf '%s\\t%s\\t%s\\t%s\\t%s' "$phase" "$set" "$whose" "\${line:-0}" "$beside"
}`;

/** Looks how far the exchange of each volume is, how much there is, and how much room. */
export const lookScript = `${opening}
${standsFunction}
for one in /restore/*; do
  at "$one" || exit 1
  stands
  printf '\\t%s\\t%s\\n' $(($(size "$one") - beside)) "$(df -Pk "$one" | awk 'NR == 2 { print $1 "\\t" $4 }')"
done
`;

/** A volume or a database as its set has it. */
export interface Fetched {
  readonly place: string;
  readonly set: string;
  readonly part: ManifestPart;
  /** Paths within the volume that no set has: what is there stays. @default none */
  readonly except?: readonly string[];
  /** The environment whose set it is, where that is another one. @default it is the volume's own */
  readonly from?: string;
  /** Where its files, and copies of its databases, are in the snapshot; none of a dump. */
  readonly paths: readonly string[];
}

/** Shell: what has data written beside those in use, once for each set. */
export const bringFunctions = `# Whose data are there already says so in \`brought\`.
prepare() {
  phase
  first_line "$kept/set"
  brought=
  if [ "$line" = "$1" ]; then case $phase in ready | out | along | in | done) brought=yes; return ;; esac; fi
  case $phase in none | fetching | ready | undone | drop) drop ;; done) [ -n "\${gives_up:-}" ] && drop ;; *) false ;; esac || return
  mkdir -p "$kept" && echo drop | put "$kept/drop" && enter fetching && echo "$1" | put "$kept/set" && mkdir "$kept/new"
}
arrive() { echo "$2" | put "$kept/owner.new" && echo "$1" | put "$kept/set" && sync && enter ready; }`;

/** How files are fetched. */
interface Fetching {
  /** Whether the ways to the repositories are handed over, which are another environment's then. @default they are the backup container's */
  readonly handed?: boolean;
  /** Whether all is read once more where it was written. @default restic has compared it before it wrote it */
  readonly verifies?: boolean;
  /** Whether what an earlier exchange has kept goes. @default it is a reason to refuse */
  readonly givesUp?: boolean;
}

/**
 * Writes files of each volume beside those that are in use, and tells for which ones a server has to do it. What is there
 * of the same set, and perhaps in its place, is not fetched again.
 */
export const fetchScript = (
  all: readonly Fetched[],
  { handed = false, verifies = false, givesUp = false }: Fetching = {},
): string => `${opening}${reached(handed)}gives_up=${givesUp ? "yes" : ""}
export TMPDIR=/tmp
${hideFunction}
${bringFunctions}
fetch() {
  place=$1 whole=$2 owner=$3 except=$4
  shift 4
  snapshot=\${whole#* }
  prepare "$whole" || return
  [ -z "$brought" ] || return 0
  for path; do
    ${resticAt('"restic_$place"', handed)} restore "\${snapshot%% *}:$path" --target "$kept/new"${verifies ? " --verify" : ""} --quiet > /tmp/said 2>&1 || {
      status=$?
      hide < /tmp/said | grep . | tail -n 3 >&2
      echo "restic ended with status $status" >&2
      return 1
    }
  done
  [ -z "$except" ] || echo "$except" | put "$kept/except" || return
  arrive "$whole" "$owner"
}
${bringing}${all.map(fetchLine).join("\n")}
`;

/** The set and the snapshot from which a volume's data are, as its journal has it, and whose they are. */
const wholeOf = ({ set, part, from }: Pick<Fetched, "set" | "part" | "from">): string =>
  [set, part.snapshot, ...(from === undefined ? [] : [from])].join(" ");

const fetchLine = (fetched: Fetched, at: number): string => {
  const { place, part, paths, except = [] } = fetched;
  if (isDump(part))
    return `at /restore/${at} && prepare ${commandLine(wholeOf(fetched))} || exit 1
[ -n "$brought" ] || echo ${at}`;
  const { uid, gid, mode } = part.owner;
  return `at /restore/${at} && fetch ${commandLine(place, wholeOf(fetched), `${uid} ${gid} ${mode}`, except.join("\n"), ...paths)} || exit 1`;
};

/** What a server has written beside the data in use is there: as it belongs to that server. */
export const arriveScript = (fetched: Fetched): string => arrivedScript(wholeOf(fetched));

/** The same, by what the journal is to say of it. */
export const arrivedScript = (whole: string): string => `${opening}${bringFunctions}
at /restore/0 || exit 1
[ -n "$(ls -A "$kept/new")" ] || { echo "nothing has been written into the volume" >&2; exit 1; }
arrive ${commandLine(whole)} "$(stat -c '%u %g %a' "$kept/new")"
`;

/** Makes room for it, empty. */
export const prepareScript = (whole: string): string => `${opening}${bringFunctions}
at /restore/0 && prepare ${commandLine(whole)} && [ -z "$brought" ]
`;

/** Takes each volume to its new data or to its former ones, or gives up what was kept. */
export const swapScript = (way: "forward" | "back" | "drop"): string => `${opening}
for one in /restore/*; do at "$one" || exit 1; ${way} || { phase; echo "the exchange of data stands at: $phase" >&2; exit 1; }; done
sync
`;

/** Removes what has not been brought whole, which may have filled the disk. */
export const clearScript = `${opening}
for one in /restore/*; do at "$one" || exit 1; phase; case $phase in none | fetching) drop || exit 1 ;; esac; done
`;

/** Shell: what was brought of the set `$1` goes, and what was there before it comes back. */
export const giveUpFunction = `give_up() {
  phase
  first_line "$kept/set"
  case $phase in
    none | fetching | ready) ;;
    out | along | in | done) [ "\${line%% *}" = "$1" ] || return 0; back || return ;;
    *) return 0 ;;
  esac
  drop
}`;

/** Gives up all that was brought of a set, wherever it stands. */
export const giveUpScript = (set: string): string => `${opening}
${giveUpFunction}
for one in /restore/*; do at "$one" && give_up ${quote(set)} || exit 1; done
`;

/** Each may take as long to end as it was promised when it was made. */
export const stopScript = (names: readonly string[]): string =>
  names.length > 0 ? `${commandLine("docker", "stop", ...names)} >/dev/null` : ":";

export const startScript = (names: readonly string[]): string =>
  `${startFunction}\n${names.map((name) => `${commandLine("start", name)} || exit 1`).join("\n") || ":"}`;

const conversation =
  'printf "GET / HTTP/1.1\\r\\nHost: %s\\r\\nConnection: close\\r\\n\\r\\n" "$1"; timeout 5 cat >&2';

/**
 * Asks inside a router, for each route that leads to one of the containers, as the farm does: whether each listens, and what
 * the route's own question for readiness is answered. It tells which containers have a route.
 */
const insideRouter = (names: readonly string[]): string => `export RES_OPTIONS=no-aaaa
for file in ${routesDirectory}/*.yml; do
  servers=$(sed -n 's|.*url: "*[a-z0-9]*://\\([^"/]*\\).*|\\1|p' "$file" | sort -u)
  own=
  for server in $servers; do case ${quote(` ${names.join(" ")} `)} in *" \${server%:*} "*) own="$own $server" ;; esac; done
  [ -n "$own" ] || continue
  for server in $own; do
    nc -w 3 "\${server%:*}" "\${server#*:}" -e true </dev/null >/dev/null 2>&1 || { echo "$server does not listen yet" >&2; exit 1; }
    echo "\${server%:*}"
  done
  for router in $(sed -n 's/^ *\\(${readinessHost("[^ ]*")}\\):$/\\1/p' "$file" | sort -u); do
    said=$(nc -w 6 127.0.0.1 ${routerPorts.ping} -e sh -c ${quote(conversation)} sh "$router" 2>&1 | tr -d '\\000\\r' | grep -m 1 '^HTTP/')
    case $said in HTTP/*" 2"?? | HTTP/*" 2"??" "* | HTTP/*" 3"?? | HTTP/*" 3"??" "*) ;; *) echo "the router says of $router: \${said:-nothing}" >&2; exit 1 ;; esac
  done
done`;

/** @returns names of the containers that have a route, and are ready by it; it fails where one is not */
export const readyScript = (routers: readonly string[], names: readonly string[]): string =>
  routers
    .map((router) => `${commandLine("docker", "exec", router, "sh", "-c", insideRouter(names))} || exit 1`)
    .join("\n") || ":";
