import { libraryFile } from "../../components/backups/layout";
import { npx } from "../../components/shared/npx";
import { quote } from "../../components/shared/shell";
import { type Call, callOn, runOn } from "../shared/engineCall";
import { Failure } from "../shared/failure";
import type { Variables } from "../shared/surroundings";
import type { FoundBackups } from "./find";
import { notStarted } from "./notStarted";
import { type ListedSet, type Manifest, type PlaceAnswer, readSets } from "./sets";

type Where = Pick<FoundBackups, "container" | "engine" | "host" | "name" | "repositories">;

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
 * @throws Failure where the container does not run.
 */
export async function runIn(
  { container, engine, host, name, repositories }: Where,
  script: string,
  variables: Variables,
  seconds: number = patience.answer,
  input?: string,
): Promise<string> {
  const { status, stdout, stderr, reason } = await runOn(
    engine,
    command(container, script, input !== undefined),
    variables,
    seconds,
    input,
  );
  if (status === 0) return stdout;
  const why = await notStarted({ engine, container, repositories }, variables);
  const said = why ?? reason ?? stderr.trim().split("\n").at(-1) ?? `status ${status}`;
  throw new Failure(`${name} (host ${host}): ${said}; ${npx(`homeport logs ${name}`)} says more`);
}

/** Has a set made, or repositories read, and waits for it. It goes on where whoever waits is cut off. */
export const order = (where: Where, task: "set" | "read", variables: Variables): Promise<string> =>
  runIn(
    where,
    `set -eu
order="${task} $(date +%s)-$$"
echo "$order" > $state/order.new
mv $state/order.new $state/order
until [ "$(cat $state/attended 2>/dev/null)" = "$order" ]; do sleep 1; done`,
    variables,
    patience.set,
  );

/** How many sets' ends are read: each is a question to the repository. */
const read = 3;

/**
 * Asks what sets there are, and what is in the newest.
 * @param set one whose end is read as well
 */
export const askSets = (where: Where, variables: Variables, set = ""): Promise<PlaceAnswer[]> =>
  askSetsBy((script) => runIn(where, script, variables), set);

/** The same, of whoever has the ways to the repositories. */
export async function askSetsBy(run: (script: string) => Promise<string>, set = ""): Promise<PlaceAnswer[]> {
  const told = await run(
    `limit=120
wanted=${quote(set)}
for place in $places; do
  eval "shown=\\$shown_$place"
  outcome=$(cat $state/places/$place/outcome 2>/dev/null || echo null)
  if sets=$(restic_$place snapshots --json --tag manifest 2>/dev/null); then
    newest=$(echo "$sets" | jq -r --arg wanted "set-$wanted" 'sort_by([.tags[] | select(startswith("epoch-") or startswith("set-"))] | sort) | reverse | ((.[0:${read}] + map(select(.tags | index($wanted)))) | unique_by(.id))[].id')
    manifests=$(for id in $newest; do restic_$place dump "$id" /manifest.json 2>/dev/null || echo null; done)
  else
    sets=null manifests=
  fi
  jq -cn --arg place "$place" --arg shown "$shown" --argjson outcome "$outcome" --argjson sets "$(echo "$sets" | jq -c 'if . then map({id, tags}) else . end')" --argjson manifests "$(echo "$manifests" | jq -cs .)" \\
    '{$place, $shown, problem: ($outcome.problem // ""), warned: ($outcome.warned // ""), $sets, $manifests}'
done`,
  );
  return told
    .split("\n")
    .filter(Boolean)
    .map((line) => placeIn(JSON.parse(line)));
}

interface Told extends Omit<PlaceAnswer, "sets" | "manifests"> {
  readonly sets: readonly { readonly id: string; readonly tags?: readonly string[] }[] | null;
  readonly manifests: readonly (Manifest | null)[];
}

function placeIn({ sets, manifests, ...told }: Told): PlaceAnswer {
  const listed: readonly ListedSet[] | undefined = sets ? readSets(sets) : undefined;
  const whole = manifests.flatMap((one) => (one?.set === undefined ? [] : [one]));
  const rank = (set: string) => listed?.findIndex((one) => one.set === set) ?? 0;
  return {
    ...told,
    ...(listed && { sets: listed }),
    manifests: whole.toSorted((a, b) => rank(a.set) - rank(b.set)),
  };
}
