import { quote } from "../shared/shell";

/** A place that nobody else may write to while the application does. */
export interface Guarded {
  /** Its argument, as messages name it: `cloud.volumes.db`. */
  readonly path: string;
  readonly kind: "volume" | "directory";
  /** The engine's name of the volume, or the directory's path. */
  readonly source: string;
}

/** Whose places they are. */
export interface Owner {
  readonly project: string;
  readonly environment: string;
  /** Its name, and what it is. */
  readonly name: string;
  readonly is: "application" | "database";
}

/**
 * Shell: `may_start` fails where a container that runs and is none of the owner's writes to one of its places, and
 * names each. What a preview has seen may have changed: this is asked just before something starts.
 */
export const guardFunction = (owner: Owner, guarded: readonly Guarded[]): string =>
  guarded.length === 0
    ? "may_start() { :; }"
    : `may_start() {
  running=$(docker ps --quiet --no-trunc) || { echo "the engine does not tell which containers run" >&2; return 1; }
  [ -n "$running" ] || return 0
  strangers=$(docker inspect -f ${quote(told(owner))} $running 2>/dev/null | awk -F'\\t' ${variablesOf(owner)} ${quote(judge(owner, guarded))})
  [ -n "$strangers" ] || return 0
  printf '%s\\n' "$strangers" >&2
  echo ${quote(`  Two programs that write to the same data destroy them, and nothing of ${owner.name} was started.`)} >&2
  echo "  Stop what is named, and what would start it again (docker update --restart=no); where both are made for that, say shared: true of the volume" >&2
  return 1
}`;

/** What the environment's backups have data for: it copies a database of SQLite, or removes what a restore has kept. */
const tending = ["dumper", "sweeper"] as const;

/** A database of its own has no label but its component. */
const told = ({ is }: Owner): string =>
  `{{$name := slice .Name 1}}{{$whose := printf "%s\\t%s\\t%s\\t%s" (index .Config.Labels "homeport.project") (index .Config.Labels "homeport.environment") (index .Config.Labels "homeport.${is === "application" ? is : "component"}") (index .Config.Labels "homeport.component")}}{{range .Mounts}}{{if .RW}}{{printf "%s\\t%s\\t%s\\t%s\\t%s\\n" $name $whose .Type .Name .Source}}{{end}}{{end}}`;

const variablesOf = ({ project, environment, name: application }: Owner): string =>
  Object.entries({ project, environment, application })
    .map(([name, value]) => `-v ${quote(`${name}=${value}`)}`)
    .join(" ");

/** A directory is written to by whoever has one above or below it, too. */
const judge = (
  { is }: Owner,
  guarded: readonly Guarded[],
): string => `function within(a, b) { return index(a "/", b == "/" ? b : b "/") == 1 }
function tell(path, what) { printf "%s: the container \\"%s\\" writes to %s, and is not of this ${is}\\n", path, $1, what }
NF < 8 || ($2 == project && $3 == environment && ($4 == application || $5 ~ /^(${tending.join("|")})$/)) { next }
${guarded.map(ruleOf).join("\n")}`;

const ruleOf = ({ path, kind, source }: Guarded): string =>
  kind === "volume"
    ? `$6 == "volume" && $7 == ${inAwk(source)} { tell(${inAwk(path)}, ${inAwk(`the volume ${source}`)}) }`
    : `$6 == "bind" && (within($8, ${inAwk(source)}) || within(${inAwk(source)}, $8)) { tell(${inAwk(path)}, ${inAwk(`${source}, as `)} $8) }`;

const inAwk = (text: string): string => JSON.stringify(text);
