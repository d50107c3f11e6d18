import { isRunning } from "../restore/volumes/engine";
import { areRunning, type Exchange, resume, start, stop, swap } from "../restore/volumes/exchange";
import { finished, found, stepping } from "../restore/volumes/run";
import { type ExitCode, exitCodes, Failure } from "../shared/failure";
import type { Surroundings } from "../shared/surroundings";
import { required } from "../shared/values";
import { bytes } from "../status/render/units";
import { courseOf, dataOf } from "./course";
import { upgradeIn } from "./journal";
import { remember } from "./mark";
import { type Subject, subjectIn, wantedLabel } from "./subject";
import { type Planned, renderBack, renderDone, renderPlan } from "./told";
import {
  besideIn,
  carryOut,
  endCandidates,
  fetchImage,
  isThere,
  takePlace,
  tryIt,
  type Upgrading,
} from "./work";

/** What the command is asked for. */
interface Options {
  readonly database: string;
  readonly to?: string;
  readonly stack?: string;
  readonly host?: string;
  readonly yes: boolean;
  readonly back: boolean;
  readonly leaveBehind: boolean;
  readonly readySeconds: number;
}

/** Brings a database to another series, or back, or says what that would do. */
export async function run(options: Options, surroundings: Surroundings): Promise<ExitCode> {
  const { database, back, to, readySeconds } = options;
  const { terminal, pauseMilliseconds = 1_000 } = surroundings;
  if (back && to !== undefined)
    throw new Failure("--back: goes to the server that it was; leave --to out, or --back");
  const image = back ? "" : required(to, "--to", "an image of the other version", "postgres:17.6");
  terminal.progress("asking Pulumi and the engine …");
  const target = await found({ ...options, wanted: database }, surroundings);
  const subject = await subjectIn(database, target);
  const exchange = {
    ...{ target, wanted: [subject.standing], step: stepping(surroundings), readySeconds, pauseMilliseconds },
  };
  const { standing, part, label: server } = subject;
  const stand = { ...standing, part, server, areRunning: areRunning(target) };
  if (back) {
    courseOf(stand, undefined);
    return goBack(subject, exchange, options.yes, surroundings);
  }
  const wanted = wantedLabel(image, subject);
  const course = courseOf(stand, wanted);
  if (course === "begin" && wanted === server)
    throw new Failure(
      `--to: ${part} is ${server} already; within it, any image goes: give it that in the program`,
    );
  const upgrading = { subject, exchange, image, upgraded: { from: server, to: wanted } };
  if (course === "begin") return begin(upgrading, options, surroundings);
  terminal.progress();
  if (course === "go on" && options.yes)
    await finished(async () => {
      await stop(exchange);
      await takePlace(upgrading);
    });
  else if (options.yes && server !== wanted) await remember(subject, upgrading.upgraded);
  if (course === "go on" && !options.yes)
    surroundings.out(`An upgrade to ${wanted} was cut off, and goes on with --yes.\n`);
  else surroundings.out(renderDone(subject, wanted, image));
  return exitCodes.done;
}

async function begin(
  upgrading: Upgrading,
  { yes, leaveBehind }: Options,
  { out, terminal }: Surroundings,
): Promise<ExitCode> {
  const { subject, image, upgraded } = upgrading;
  const planned: Planned = {
    ...{ ...upgraded, image, isThere: await isThere(subject.target.place, image) },
    ...{ beside: await besideIn(subject), runs: isRunning(subject.server) },
  };
  terminal.progress();
  mayLeave(subject, planned, leaveBehind);
  hasRoom(subject);
  if (!yes) {
    out(renderPlan(subject, planned));
    return exitCodes.done;
  }
  await endCandidates(subject);
  await fetchImage(upgrading);
  await tryIt(upgrading);
  const code = await finished(() => carryOut(upgrading));
  if (code === exitCodes.done) out(renderDone(subject, upgraded.to, image));
  return code;
}

/** @throws Failure where a dump has not all that the server has, and nobody says that it is well. */
function mayLeave({ part }: Subject, { beside }: Planned, accepted: boolean): void {
  if (beside.length > 0 && !accepted)
    throw new Failure(
      `${part}: a dump has its database, and not ${beside.join(", ")}; what of it is needed, make it again afterwards, and say --leave-behind`,
    );
}

/** A server keeps a journal of what it is told, in megabytes that are there at once. */
const journal = 2 ** 28;
/** Room that is left on a disk beside what is written there, as a part of it. */
const spare = 0.05;

function hasRoom({ part, standing }: Subject): void {
  const needed = (standing.bytes + journal) * (1 + spare);
  if (needed > standing.free)
    throw new Failure(
      `no room for ${part}: ${bytes(needed)} are needed beside what is there, and ${standing.disk} has ${bytes(standing.free)} left`,
    );
}

async function goBack(
  subject: Subject,
  exchange: Exchange,
  yes: boolean,
  { out, terminal }: Surroundings,
): Promise<ExitCode> {
  const { standing, label: server } = subject;
  const upgrade = upgradeIn(standing.set);
  const data = dataOf({ ...standing, server });
  const from = upgrade?.from ?? server;
  terminal.progress();
  if (yes)
    await finished(async () => {
      await endCandidates(subject);
      await swap(exchange, "back");
      await remember(subject, server === from ? undefined : { from: server, to: from });
      if (server === from) await start(exchange);
      await resume(exchange);
    });
  out(renderBack(subject, { data, from }, yes));
  return exitCodes.done;
}
