import { volumePath } from "../../components/backups/layout";
import { npx } from "../../components/shared/npx";
import { lastMove } from "../../components/survey/moves";
import { askSets, runIn } from "../backups/ask";
import type { Manifest } from "../backups/sets";
import { awaitOnce } from "../restore/volumes/engine";
import { stepping } from "../restore/volumes/run";
import { type ExitCode, exitCodes, Failure } from "../shared/failure";
import type { Surroundings } from "../shared/surroundings";
import { begunSet, bringOver, giveUp, hasRoom, lookAhead, mayTake, takePlace } from "./arrive";
import { recordScript } from "./lastSet";
import { forget, remember, rememberedAt } from "./marks";
import { openedState, type Reaching, reachFrom, waysOf } from "./reach";
import { recordAtTarget } from "./record";
import { lookAtSource, makeLastSet, type Source, setOfEpoch, startUsers, stopUsers, whereIs } from "./source";
import type { Subject } from "./subject";
import { renderDone, renderPlan } from "./told";

/** What is asked for. */
export interface PlannedOptions {
  readonly back: boolean;
  readonly drop: boolean;
  readonly yes: boolean;
  readonly place?: number;
}

/** A move that is under way: how manieth it is, by way of which repository, and who has its ways on the other host. */
interface Moving {
  readonly subject: Subject;
  readonly source: Source;
  readonly epoch: number;
  readonly place: string;
  readonly reaching: Reaching;
  readonly drop: boolean;
}

/** Moves data from a host that is there. */
export async function movePlanned(
  subject: Subject,
  options: PlannedOptions,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { out, terminal, variables } = surroundings;
  const { service, source: from, target, volumes } = subject;
  terminal.progress("asking both hosts …");
  const [here, there] = await Promise.all([rememberedAt(from), rememberedAt(target)]);
  const last = lastMove(volumes[0]?.name ?? "", [...here.moves, ...there.moves]);
  const begun = last?.set === undefined ? last : undefined;
  if (begun && begun.to !== target.host)
    throw new Failure(
      `${service} is being moved to host ${begun.to}; that first, or: ${npx(`homeport move ${service} --to ${begun.to} --back`)}`,
    );
  if (last?.set !== undefined && last.to === target.host) {
    if (options.yes) await remember(from, subject, { epoch: last.epoch, set: last.set });
    terminal.progress();
    out(renderDone(subject, last.set));
    return exitCodes.done;
  }
  if (last?.set !== undefined && last.to !== from.host)
    throw new Failure(
      `${service}: its data have moved to host ${last.to} already; say so in the program, and ${npx("pulumi up")}`,
    );
  const source = await lookAtSource(subject);
  if (options.back) {
    if (!begun) throw new Failure("--back: no move of it has been begun");
    if (options.yes) await putBack(subject, source, begun.mark);
    terminal.progress();
    out(
      options.yes
        ? `${service} runs on host ${from.host} again\n`
        : `With --yes it would start ${service} on host ${from.host} again.\n`,
    );
    return exitCodes.done;
  }
  const ways = waysOf(subject, await openedState(subject, variables));
  const reaching = await reachFrom(subject, ways, options.place);
  await awaitOnce(target, reaching.name);
  const place = await reached(subject, reaching, ways.places, options.place);
  const arrival = await lookAhead(subject, there, reaching);
  mayTake(target.host, arrival, options.drop, begunSet(arrival));
  hasRoom(
    target.host,
    arrival,
    source.standing.reduce((all, { bytes }) => all + bytes, 0),
  );
  const epochs = [...here.moves, ...there.moves, ...source.places.flatMap(({ sets = [] }) => sets)];
  const epoch = begun?.epoch ?? Math.max(1, ...epochs.map((one) => one.epoch)) + 1;
  terminal.progress();
  if (!options.yes) {
    out(
      renderPlan(subject, {
        source,
        arrival,
        shown: ways.places[Number(place)]?.shown ?? "",
        isBegun: begun !== undefined,
      }),
    );
    return exitCodes.done;
  }
  return carryOut({ subject, source, epoch, place, reaching, drop: options.drop }, surroundings);
}

async function carryOut(moving: Moving, surroundings: Surroundings): Promise<ExitCode> {
  const { subject, source, epoch } = moving;
  const { service, source: from, target } = subject;
  const step = stepping(surroundings);
  const mark = await remember(from, subject, { epoch });
  let set: string;
  try {
    set = await bring(moving, step);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    await step(`FAILED, so ${service} is started where it was: ${error.message}`, async () => {
      await putBack(subject, source, mark);
      await giveUp(subject, moving.reaching).catch(() => {});
    }).catch((worse: Error) => {
      throw new Failure(
        `unfinished: ${worse.message}\n  Run it again: it goes on. Where host ${from.host} is gone: ${npx(`homeport move ${service} --to ${target.host} --source-is-gone`)}`,
        exitCodes.unfinished,
      );
    });
    return exitCodes.amiss;
  }
  await remember(target, subject, { epoch, set });
  await remember(from, subject, { epoch, set });
  surroundings.out(renderDone(subject, set));
  return exitCodes.done;
}

/** Until the other host has all of it, and repositories know. @returns the set's name */
async function bring(moving: Moving, step: ReturnType<typeof stepping>): Promise<string> {
  const { subject, source, epoch, place, reaching, drop } = moving;
  const { service, source: from, target, sourceBackups } = subject;
  const { variables } = from;
  const former = setOfEpoch(subject, source, epoch, place);
  await step(`${service} stopped on host ${from.host}: visitors get the page of status 503`, () =>
    stopUsers(subject, source),
  );
  const set =
    former?.set ??
    (await step("last set made, with nobody who writes", () => makeLastSet(subject, source, epoch, place)));
  const manifest = former ?? (await manifestOf(subject, place, set));
  const fetched = subject.volumes.flatMap(({ volume }) => {
    const part = manifest.parts.find((one) => one.service === service && one.volume === volume);
    return part ? [{ place, set, part, paths: [volumePath(service, volume)] }] : [];
  });
  await step(`set ${set} in the volumes on host ${target.host}, and verified`, () =>
    bringOver(subject, reaching, fetched, drop).then(() => takePlace(subject, reaching)),
  );
  const said = { service, to: target.host, epoch };
  await step(`repositories told that it is on host ${target.host}: epoch ${epoch}`, async () => {
    await runIn(
      whereIs(subject),
      recordScript({ ...said, owner: sourceBackups.owner ?? "" }, place),
      variables,
    );
    await recordAtTarget(subject, said);
  });
  return set;
}

async function manifestOf(subject: Subject, place: string, set: string): Promise<Manifest> {
  const places = await askSets(whereIs(subject), subject.source.variables, { set });
  const manifest = places.find((one) => one.place === place)?.manifests.find((one) => one.set === set);
  if (!manifest) throw new Failure(`the last set ${set} is not in its repository`);
  return manifest;
}

async function putBack(subject: Subject, source: Source, mark: string): Promise<void> {
  await startUsers(subject, source);
  await forget(subject.source, mark);
}

/** The first repository that the other host reaches. */
async function reached(
  { target, sourceBackups }: Subject,
  { run }: Reaching,
  places: readonly { readonly shown: string; readonly isDirectory: boolean }[],
  place: number | undefined,
): Promise<string> {
  const candidates = places.flatMap(({ isDirectory }, at) =>
    (place ?? (isDirectory ? -1 : at)) === at ? [at] : [],
  );
  const said = await run(
    `for place in ${candidates.join(" ")}; do limit=60 restic_$place cat config >/dev/null 2>&1 && { echo $place; break; }; done; :`,
  );
  const found = said.trim();
  if (found !== "") return found;
  throw new Failure(
    `host ${target.host} reaches none of the repositories of ${sourceBackups.name}: ${places.map(({ shown }) => shown).join(", ")}; one that both reach can be a copy (copies); of a directory that host ${target.host} has under the same path, say --place`,
  );
}
