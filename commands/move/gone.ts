import { copiesPath } from "../../components/backups/layout";
import { isKept } from "../../components/services/volumeBackup";
import { quote } from "../../components/shared/shell";
import { lastMove } from "../../components/survey/moves";
import { askSetsBy } from "../backups/ask";
import { type Chosen, choose } from "../backups/choose";
import { isDump, type ManifestPart, type PlaceAnswer } from "../backups/sets";
import type { AskedOfRows } from "../restore/volumes/bring";
import { awaitOnce } from "../restore/volumes/engine";
import { exceptOf, needs } from "../restore/volumes/plan";
import { stepping } from "../restore/volumes/run";
import type { Fetched } from "../restore/volumes/scripts";
import { runOn } from "../shared/engineCall";
import { type ExitCode, exitCodes, Failure } from "../shared/failure";
import type { Surroundings } from "../shared/surroundings";
import { begunSet, bringOver, hasRoom, lookAhead, mayTake, takePlace } from "./arrive";
import { recordScript } from "./lastSet";
import { load, loadingsOf } from "./loaded";
import { remember, rememberedAt } from "./marks";
import { openedState, type Reaching, reachFrom, waysOf } from "./reach";
import { recordAtTarget } from "./record";
import type { Subject } from "./subject";
import { renderDone, renderGone } from "./told";

/** What is asked for. */
export interface GoneOptions extends AskedOfRows {
  readonly drop: boolean;
  readonly yes: boolean;
  readonly place?: number;
  readonly set?: string;
}

/** How long a host may take to show that it lives, in seconds. */
const patience = 15;

/** Moves data from a host that does not answer, as the newest set has them. */
export async function moveFromGone(
  all: Subject,
  options: GoneOptions,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { out, terminal, variables } = surroundings;
  const { service, source, target } = all;
  terminal.progress(`asking whether host ${source.host} is gone …`);
  const { status } = await runOn(source.engine, ["docker", "version"], variables, patience);
  if (status === 0)
    throw new Failure(`--source-is-gone: host ${source.host} answers; leave it out, and nothing is lost`);
  const subject = { ...all, volumes: all.volumes.filter(({ isKept }) => isKept) };
  const lost = all.volumes.filter(({ isKept }) => !isKept).map(({ volume }) => volume);
  if (subject.volumes.length === 0)
    throw new Failure(`${service}: no volume of it is in a set: Backups do not have it`);
  const there = await rememberedAt(target);
  const last = lastMove(subject.volumes[0]?.name ?? "", there.moves);
  if (last?.set !== undefined && last.to === target.host) {
    terminal.progress();
    out(renderDone(subject, last.set));
    return exitCodes.done;
  }
  const opened = await openedState(subject, variables);
  const ways = waysOf(subject, opened);
  const reaching = await reachFrom(subject, ways, options.place);
  await awaitOnce(target, reaching.name);
  terminal.progress("asking the repositories …");
  const arrival = await lookAhead(subject, there, reaching);
  const begun = options.set ?? begunSet(arrival);
  const { answer, chosen } = chosenOf(subject, await answersOf(reaching, options.place, begun), begun);
  mayTake(target.host, arrival, options.drop, begunSet(arrival));
  hasRoom(
    target.host,
    arrival,
    chosen.parts.reduce((sum, part) => sum + needs(part), 0),
  );
  const { place } = answer;
  const { set, owner } = chosen.manifest;
  const fetched: Fetched[] = [];
  // One after the other: what works there has one name.
  for (const part of chosen.parts)
    fetched.push({ place, set, part, paths: isDump(part) ? [] : await pathsOf(reaching, place, part) });
  const loadings = loadingsOf(subject, fetched, opened);
  const epochs = [...there.moves, ...(answer.sets ?? [])].map(({ epoch }) => epoch);
  const epoch = Math.max(1, ...epochs) + 1;
  terminal.progress();
  const { volumes: declared } = subject.declared;
  const exceptIn = (part: ManifestPart): string[] => {
    const { backup } =
      declared.find((one) => one.service === part.service && one.volume === part.volume) ?? {};
    const now = isKept(backup) ? { [`${part.service}/${part.volume}`]: backup.except ?? [] } : {};
    return exceptOf(part, now).map((path) => `${path} of ${part.service}/${part.volume}`);
  };
  const left = chosen.parts.flatMap(exceptIn);
  out(renderGone(subject, { chosen, shown: answer.shown, lost, left, arrival }, options.yes));
  if (!options.yes) return exitCodes.done;
  const step = stepping(surroundings);
  const loading = await step(
    `files of the set ${set} in the volumes on host ${target.host}, and verified`,
    () => bringOver(subject, reaching, fetched, options.drop),
  );
  for (const one of loadings)
    if (loading.includes(fetched.indexOf(one.fetched)))
      await load(subject, reaching, one, { ...options, step });
  await step(`the data on host ${target.host} in their place`, () => takePlace(subject, reaching));
  const said = { service, to: target.host, epoch };
  await step(`repositories told that it is on host ${target.host}: epoch ${epoch}`, async () => {
    await reaching.run(recordScript({ ...said, owner }, place));
    await recordAtTarget(subject, said);
  });
  await remember(target, subject, { epoch, set });
  out(renderDone(subject, set));
  return exitCodes.done;
}

const answersOf = async (
  { run }: Reaching,
  place: number | undefined,
  set?: string,
): Promise<PlaceAnswer[]> => {
  const all = await askSetsBy((script) => run(script), { set });
  return place === undefined ? all : all.filter((one) => one.place === String(place));
};

function chosenOf(
  { service, volumes }: Subject,
  answers: readonly PlaceAnswer[],
  set: string | undefined,
): { readonly answer: PlaceAnswer; readonly chosen: Chosen } {
  const wanted = {
    service,
    volumes: volumes.map(({ volume }) => volume),
    ...(set === undefined ? {} : { set }),
  };
  const refusals: string[] = [];
  for (const answer of answers) {
    const chosen = answer.sets
      ? choose(answer.manifests, wanted, Date.now())
      : { refused: answer.silence ?? "it does not answer" };
    if ("refused" in chosen) refusals.push(`${answer.shown}: ${chosen.refused}`);
    else return { answer, chosen };
  }
  throw new Failure(refusals.join("\n"));
}

/** Where the files of a volume, and copies of its databases, are in a snapshot. */
async function pathsOf({ run }: Reaching, place: string, part: ManifestPart): Promise<string[]> {
  const paths = [part.root, copiesPath(part.service, part.volume)];
  const wanted = paths.map((path) => `.path == ${JSON.stringify(path)}`).join(" or ");
  const said = await run(
    `restic_${place} ls --json ${[part.snapshot, ...paths].map(quote).join(" ")} | jq -r 'select(${wanted}).path'`,
  );
  return said.split("\n").filter(Boolean);
}
