import { type ExitCode, exitCodes, Failure } from "../../shared/failure";
import type { Surroundings } from "../../shared/surroundings";
import type { WhichSet } from "../which";
import { type Bringing, bring, endCandidates } from "./bring";
import { cutOffTold, stageOf } from "./cutOff";
import { awaitOnce, isRunning, mayEnd } from "./engine";
import {
  areRunning,
  type Exchange,
  exchangeOrBack,
  goBack,
  move,
  resume,
  type Step,
  start,
} from "./exchange";
import { brought, courseOf, look, named, type Standing } from "./look";
import { planOf } from "./plan";
import { findTarget, type Sought, type Target, usersOf } from "./target";
import { leftTold, renderSource, renderSteps, renderTogether } from "./told";

/** What is asked for. */
export interface VolumesOptions extends WhichSet, Bringing, Omit<Sought, "wanted"> {
  readonly yes: boolean;
  readonly back: boolean;
  readonly drop: boolean;
  readonly readySeconds: number;
}

/** Restores volumes of a service: says what it would do, or does it. */
export async function restoreVolumes(
  wanted: string,
  options: VolumesOptions,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { out, terminal, pauseMilliseconds = 1_000 } = surroundings;
  const { yes, back, drop, readySeconds } = options;
  terminal.progress("asking Pulumi and the engine …");
  const target = await found({ ...options, wanted }, surroundings);
  const all = await look(target);
  const some = all.filter(({ isWanted }) => isWanted);
  const exchange = { target, wanted: some, step: stepping(surroundings), readySeconds, pauseMilliseconds };
  if (drop) return dropped(exchange, yes, out);
  const course = courseOf(all, target.service, options, areRunning(target));
  const stage = stageOf(all, target.helpers.every(isRunning));
  if (stage !== undefined && (yes || course !== "begin" || isRunning(target.container)))
    out(`${target.service} of ${target.backups.stack}: ${cutOffTold(stage, all)}\n`);
  const left = some.filter(({ phase }) => brought.includes(phase));
  if (course === "give up") return giveUp({ ...exchange, wanted: left }, yes, out);
  // One that was cut off has left them so.
  if (course === "begin" && yes && !isRunning(target.container)) await resume(exchange);
  terminal.progress("asking the repositories …");
  const plan = course === "begin" ? await planOf(target, some, options) : undefined;
  terminal.progress();
  if (plan) out(renderSource(target, some, plan, Date.now()));
  if (back) out(renderTogether(target, all));
  if (!yes) {
    out(renderSteps(target, some, course, readySeconds));
    return exitCodes.done;
  }
  if (plan) await bring(exchange, plan, options);
  else await endCandidates(exchange);
  const isForward = course !== "go back";
  const code = await finished(() => (isForward ? exchangeOrBack(exchange) : goBack(exchange)));
  return isForward || back ? code : exitCodes.amiss;
}

/** @throws Failure that says that there is more to be done, where it was cut off. */
export async function finished<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new Failure(
      `unfinished: ${error.message}\n  Run it again, or with --back, once that is mended: it goes on where it was`,
      exitCodes.unfinished,
    );
  }
}

/** What somebody has left at work is waited for: it ends by itself. */
export async function found(sought: Sought, surroundings: Surroundings): Promise<Target> {
  const target = await findTarget(sought, surroundings.variables);
  if (!target.isAtWork) return target;
  surroundings.terminal.progress(`${target.once} is at work …`);
  await awaitOnce(target.place, target.once);
  return findTarget(sought, surroundings.variables);
}

/** Tells each step once it is done. */
export const stepping =
  ({ out, terminal }: Pick<Surroundings, "out" | "terminal">): Step =>
  async (text, work) => {
    terminal.progress(`${text} …`);
    const begun = performance.now();
    const result = await work();
    terminal.progress();
    out(`${((performance.now() - begun) / 1000).toFixed(1).padStart(7)} s  ${text}\n`);
    return result;
  };

/** There is nothing to take back: what was brought goes, and what stands still is started. Nothing is stopped. */
async function giveUp(exchange: Exchange, yes: boolean, out: (text: string) => void): Promise<ExitCode> {
  const { target, wanted, step } = exchange;
  const what = wanted.length > 0 ? `${leftTold(target.service, wanted)} removed` : undefined;
  const stopped = [...target.helpers, ...usersOf(target)].filter((one) => !isRunning(one) && !mayEnd(one));
  out("There is nothing to take back: the data are those from before it.\n");
  if (!yes) {
    const works = [
      ...(what === undefined ? [] : [`have ${what}`]),
      ...(stopped.length > 0 ? [`start ${stopped.map(({ name }) => name).join(", ")}`] : []),
    ];
    out(`With --yes it would ${works.join(", and ")}. Nothing has been changed.\n`);
    return exitCodes.done;
  }
  await endCandidates(exchange);
  if (what !== undefined) await step(what, () => move(exchange, "drop"));
  if (stopped.length === 0) return exitCodes.done;
  return finished(async () => {
    await start(exchange);
    await resume(exchange);
    return exitCodes.done;
  });
}

async function dropped(exchange: Exchange, yes: boolean, out: (text: string) => void): Promise<ExitCode> {
  const { target, wanted, step } = exchange;
  const which = named(target.service, wanted.filter(isKept));
  if (which === "") {
    out("nothing is kept from before a restore\n");
    return exitCodes.done;
  }
  if (yes)
    await step(`what was kept of ${which} removed`, async () => {
      await endCandidates(exchange);
      await move({ target, wanted: wanted.filter(isKept) }, "drop");
    });
  else out(`With --yes it would remove what is kept of ${which} from before a restore.\n`);
  return exitCodes.done;
}

const isKept = ({ phase }: Standing): boolean => phase !== "none";
