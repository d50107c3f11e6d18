import { volumePath } from "../../components/backups/layout";
import { npx } from "../../components/shared/npx";
import { askSets, runIn } from "../backups/ask";
import type { Manifest } from "../backups/sets";
import type { Step } from "../restore/volumes/exchange";
import { stepping } from "../restore/volumes/run";
import { type ExitCode, exitCodes, Failure } from "../shared/failure";
import type { Surroundings } from "../shared/surroundings";
import { bringOver, takeAway, takePlace } from "./arrive";
import { recordScript } from "./lastSet";
import { forget, remember } from "./marks";
import type { Reaching } from "./reach";
import { recordAtTarget } from "./record";
import { makeLastSet, type Source, setOfEpoch, startUsers, stopUsers, whereIs } from "./source";
import type { Subject } from "./subject";
import { renderDone } from "./told";

/** A move that is under way: how manieth it is, by way of which repository, and who has its ways on the other host. */
export interface Moving {
  readonly subject: Subject;
  readonly source: Source;
  readonly epoch: number;
  readonly place: string;
  readonly reaching: Reaching;
  readonly drop: boolean;
}

/** Carries out a move; where it fails, the service goes on where it was. */
export async function carryOut(moving: Moving, surroundings: Surroundings): Promise<ExitCode> {
  const { subject, source, epoch } = moving;
  const { service, source: from, target } = subject;
  const step = stepping(surroundings);
  const mark = await remember(from, subject, { epoch });
  let last: LastSet | undefined;
  try {
    last = await lastSet(moving, step);
    await bring(moving, last, step);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    await step(`FAILED, so ${service} is started where it was: ${error.message}`, () =>
      putBack(subject, source, mark),
    ).catch((worse: Error) => {
      throw new Failure(
        `unfinished: ${worse.message}\n  Run it again: it goes on. Where host ${from.host} is gone: ${npx(`homeport move ${service} --to ${target.host} --source-is-gone`)}`,
        exitCodes.unfinished,
      );
    });
    await tellingWhatStays(subject, surroundings, () => takeAway(subject, moving.reaching, last?.set));
    return exitCodes.amiss;
  }
  const { set } = last;
  await remember(target, subject, { epoch, set });
  await remember(from, subject, { epoch, set });
  surroundings.out(renderDone(subject, set));
  return exitCodes.done;
}

/** A set with which data move. */
interface LastSet {
  readonly set: string;
  /** @default it is in a repository, and has been read by nobody */
  readonly manifest?: Manifest;
}

/** Once nobody writes any more. */
async function lastSet({ subject, source, epoch, place }: Moving, step: Step): Promise<LastSet> {
  const former = setOfEpoch(subject, source, epoch, place);
  await step(
    `${subject.service} stopped on host ${subject.source.host}: visitors get the page of status 503`,
    () => stopUsers(subject, source),
  );
  if (former) return { set: former.set, manifest: former };
  const set = await step("last set made, with nobody who writes", () =>
    makeLastSet(subject, source, epoch, place),
  );
  return { set };
}

/** Until the other host has all of it, and repositories know. */
async function bring(moving: Moving, { set, manifest: read }: LastSet, step: Step): Promise<void> {
  const { subject, epoch, place, reaching, drop } = moving;
  const { service, source: from, target, sourceBackups } = subject;
  const manifest = read ?? (await manifestOf(subject, place, set));
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
      from.variables,
    );
    await recordAtTarget(subject, said);
  });
}

/** What was brought serves nobody; where the other host does not answer, the next move removes it first. */
export const tellingWhatStays = (
  { target }: Subject,
  { out }: Pick<Surroundings, "out">,
  work: () => Promise<void>,
): Promise<void> =>
  work().catch((error: Error) =>
    out(`what was brought to host ${target.host} stays there until the next move: ${error.message}\n`),
  );

async function manifestOf(subject: Subject, place: string, set: string): Promise<Manifest> {
  const places = await askSets(whereIs(subject), subject.source.variables, { set });
  const manifest = places.find((one) => one.place === place)?.manifests.find((one) => one.set === set);
  if (!manifest) throw new Failure(`the last set ${set} is not in its repository`);
  return manifest;
}

/** Has the service go on where it was. */
export async function putBack(subject: Subject, source: Source, mark: string): Promise<void> {
  await startUsers(subject, source);
  await forget(subject.source, mark);
}
