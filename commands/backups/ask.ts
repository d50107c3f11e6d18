import { hideFunction } from "../../components/backups/hide";
import { libraryFile } from "../../components/backups/layout";
import { npx } from "../../components/shared/npx";
import { quote } from "../../components/shared/shell";
import { type Call, callOn, plainly, runOn } from "../shared/engineCall";
import { Failure } from "../shared/failure";
import type { Variables } from "../shared/surroundings";
import { type ListedSet, type Manifest, type PlaceAnswer, readSets } from "./sets";
import { type Stopped, whyStopped } from "./stopped";

type Where = Stopped;

/** How long repositories may take to answer, and a set to be made, in seconds. */
const patience = { answer: 300, set: 86_400 } as const;

const command = (container: string, script: string, reads = false) =>
  ["docker", "exec", ...(reads ? ["-i"] : []), container, "sh", "-c", `. ${libraryFile}\n${script}`] as const;

/** How a script is run in the backup container, whose functions it has. */
export const callIn = ({ container, engine }: Where, script: string, variables: Variables): Call =>
  callOn(engine, command(container, script), variables);

/**
 * Runs a script there.
 * @param input what it reads; nothing by default
 * @throws Failure where the container does not run, with the reason.
 */
export async function runIn(
  where: Where,
  script: string,
  variables: Variables,
  seconds: number = patience.answer,
  input?: string,
): Promise<string> {
  const { container, engine, host, name, stack } = where;
  const { status, stdout, stderr, reason } = await runOn(
    engine,
    command(container, script, input !== undefined),
    variables,
    seconds,
    input,
  );
  if (status === 0) return stdout;
  if (notRunning.test(stderr)) throw new Failure(await whyStopped(where, variables));
  const said = reason ?? (plainly(stderr).trim().split("\n").at(-1) || `status ${status}`);
  throw new Failure(
    `${name} (host ${host}): ${said}; ${npx(`homeport logs ${name} --stack ${stack}`)} says more`,
  );
}

/** Has a set made, or repositories read, and waits for it. It goes on where whoever waits is cut off. */
export const order = (where: Where, task: "set" | "read", variables: Variables): Promise<string> =>
  runIn(
    where,
    `set -eu
order="${task} $(date +%s)-$$"
echo "$order" > $state/order.new
mv $state/order.new $state/order
until [ "$(cat $state/attended 2>/dev/null)" = "$order" ]; do sleep 0.3; done`,
    variables,
    patience.set,
  );

/** What an engine says where a container is there, and stopped. */
export const notRunning = /container .*is not running|is restarting, wait until/i;

/** How many sets' ends are read, the newest, and of those that are complete: each is a question to the repository. */
const read = { newest: 3, complete: 2 } as const;

/** How many of them the backup container keeps, so that they are not read again. */
const keptEnds = 200;

/** Which sets' ends are read. */
interface Ends {
  /** One by its name, as well. */
  readonly set?: string;
  /** How many of the newest. @default some */
  readonly newest?: number;
}

/** Asks what sets there are, and what is in the newest. */
export const askSets = (where: Where, variables: Variables, ends?: Ends): Promise<PlaceAnswer[]> =>
  askSetsBy((script) => runIn(where, script, variables), ends);

/** By what jq puts a snapshot behind older ones: the higher epoch first of all, as a number, and of one epoch the later set. */
export const ageInJq =
  '[([.tags[] | select(startswith("epoch-")) | ltrimstr("epoch-") | tonumber] | max), ([.tags[] | select(startswith("set-"))] | max)]';

/** The same, of whoever has the ways to the repositories. */
export async function askSetsBy(
  run: (script: string) => Promise<string>,
  { set = "", newest = read.newest }: Ends = {},
): Promise<PlaceAnswer[]> {
  const told = await run(
    `limit=120
${hideFunction}
said=/tmp/said-$$
wanted=${quote(set)}
# A snapshot never changes: its id is its content's.
end_of() {
  kept=$state/manifests/$1
  [ -s "$kept" ] || ( umask 077; mkdir -p $state/manifests; restic_$place dump --quiet "$1" /manifest.json > "$kept.$$" 2>/dev/null && mv "$kept.$$" "$kept" || rm -f "$kept.$$" )
  cat "$kept" 2>/dev/null || echo null
}
for place in $places; do
  eval "shown=\\$shown_$place"
  outcome=$(cat $state/places/$place/outcome 2>/dev/null || echo null)
  if sets=$(restic_$place snapshots --json --tag manifest 2> $said); then
    why=
    newest=$(echo "$sets" | jq -r --arg wanted "set-$wanted" 'sort_by(${ageInJq}) | reverse | ((.[0:${newest}] + map(select(.tags | index("complete")))[0:${read.complete}] + map(select(.tags | index($wanted)))) | unique_by(.id))[].id')
    manifests=$(for id in $newest; do end_of "$id"; done)
  else
    why="$? $(hide < $said | grep . | tail -n 1 | cut -c 1-300)"
    sets=null manifests=
  fi
  rm -f $said $(ls -t $state/manifests/* 2>/dev/null | tail -n +${keptEnds + 1})
  jq -cn --arg why "$why" --arg place "$place" --arg shown "$shown" --argjson outcome "$outcome" --argjson sets "$(echo "$sets" | jq -c 'if . then map({id, tags}) else . end')" --argjson manifests "$(echo "$manifests" | jq -cs .)" \\
    '{$place, $shown, time: $outcome.time, problem: ($outcome.problem // ""), warned: ($outcome.warned // ""), $sets, $why, $manifests}'
done`,
  );
  return told
    .split("\n")
    .filter(Boolean)
    .map((line) => placeIn(JSON.parse(line)));
}

interface Told extends Omit<PlaceAnswer, "sets" | "manifests" | "silence"> {
  readonly sets: readonly { readonly id: string; readonly tags?: readonly string[] }[] | null;
  /** Of a repository that did not tell its sets: restic's status, and what it said last. */
  readonly why: string;
  readonly manifests: readonly (Manifest | null)[];
}

function placeIn({ sets, manifests, why, ...told }: Told): PlaceAnswer {
  const listed: readonly ListedSet[] | undefined = sets ? readSets(sets) : undefined;
  const whole = manifests.flatMap((one) => (one?.set === undefined ? [] : [one]));
  const rank = (set: string) => listed?.findIndex((one) => one.set === set) ?? 0;
  return {
    ...told,
    ...(listed ? { sets: listed } : { silence: silenceOf(told.shown, why) }),
    manifests: whole.toSorted((a, b) => rank(a.set) - rank(b.set)),
  };
}

/** Why a repository does not tell its sets, and what to do: by the status with which restic ends. */
function silenceOf(shown: string, why: string): string {
  const [status = "", ...said] = why.split(" ");
  switch (status) {
    case "10":
      return shown.startsWith("/")
        ? `the directory ${shown} has no repository, as where its disk is not mounted: mount that on the host, or bring the repository back there, and have its container see it: docker restart, with its name`
        : "there is no repository any more: bring it back there";
    case "12":
      return "the repository has another password than encryption says";
    case "124":
      return "it does not answer within two minutes";
    default:
      return `it does not answer: ${said.join(" ") || `restic ended with status ${status}`}`;
  }
}
