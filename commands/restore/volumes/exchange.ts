import pRetry from "p-retry";
import { type ExitCode, exitCodes, Failure } from "../../shared/failure";
import { containersAt, isRunning, type MountingContainer, mayEnd, onHost, runOnce } from "./engine";
import { named, type Standing } from "./look";
import { readyScript, startScript, stopScript, swapScript } from "./scripts";
import { isVisited, type Target, usersOf } from "./target";

/** Tells each step with the time that it took. */
export type Step = <T>(text: string, work: () => Promise<T>) => Promise<T>;

/** What an exchange of data is made of. */
export interface Exchange {
  readonly target: Target;
  readonly wanted: readonly Standing[];
  readonly step: Step;
  /** How long the service may take until it is ready, in seconds. */
  readonly readySeconds: number;
  readonly pauseMilliseconds: number;
}

const names = (some: readonly { readonly name: string }[]): string[] => some.map(({ name }) => name);
const listed = (some: readonly { readonly name: string }[]): string => names(some).join(", ") || "nothing";

/** Longer than any container may take to end, in seconds. */
const patience = 1000;

/** Stops all that uses the data, and what makes sets of them. */
export async function stop({ target, step }: Pick<Exchange, "target" | "step">): Promise<void> {
  const { place, waves, helpers } = target;
  await step(`${names(helpers).join(", ") || "no backup"} stopped, as no set may be made meanwhile`, () =>
    onHost(place, stopScript(names(helpers)), patience),
  );
  await step(
    `${listed(usersOf(target))} stopped${isVisited(target) ? ": visitors get the page of status 503" : ""}`,
    () =>
      onHost(
        place,
        waves
          .toReversed()
          .map((wave) => stopScript(names(wave)))
          .join(" &&\n"),
        patience,
      ),
  );
}

/** Has the data of all volumes take their turn, with nobody who uses them running. */
export async function swap(exchange: Exchange, way: "forward" | "back"): Promise<void> {
  await stop(exchange);
  await turn(exchange, way);
}

/** The same, where they have been stopped. */
export async function turn(exchange: Exchange, way: "forward" | "back"): Promise<void> {
  const { target, wanted, step } = exchange;
  const { service } = target;
  const data = way === "forward" ? "the new data of" : "the former data of";
  await step(`${data} ${named(service, wanted)} in their place`, () => move(exchange, way));
}

/** Runs what exchanges or gives up data. */
export const move = (
  { target, wanted }: Pick<Exchange, "target" | "wanted">,
  way: "forward" | "back" | "drop",
) =>
  runOnce(target.place, {
    name: target.once,
    backups: target.container,
    sources: wanted.map(({ source }) => source),
    script: swapScript(way),
  });

/**
 * Starts all in the order of the program: what is to be ready first, such as a database, is.
 * @throws Failure where the service does not get ready.
 */
export async function start({ target, step, readySeconds, pauseMilliseconds }: Exchange): Promise<void> {
  const { place, service, waves, routers } = target;
  const users = usersOf(target);
  const until = (what: string, ask: () => Promise<void>) =>
    pRetry(ask, {
      retries: Number.POSITIVE_INFINITY,
      maxRetryTime: readySeconds * 1000,
      minTimeout: pauseMilliseconds,
      factor: 1,
    }).catch((error: Error) => {
      throw new Failure(`${what} is not ready after ${readySeconds} s: ${error.message}`, exitCodes.amiss);
    });
  for (const [at, wave] of waves.entries())
    await step(`${listed(wave)} started`, async () => {
      await onHost(place, startScript(names(wave)), patience);
      if (at < waves.length - 1)
        await until(listed(wave), async () => areWell(await containersAt(place), wave));
    });
  const begun = Date.now();
  const ask = async () => {
    const routed = new Set((await onHost(place, readyScript(routers, names(users)))).split("\n"));
    areWell(await containersAt(place), users);
    for (const one of users)
      if (
        one.health === undefined &&
        !mayEnd(one) &&
        !routed.has(one.name) &&
        Date.now() - begun < settledMilliseconds
      )
        throw new Failure(`${one.name} has just started`);
  };
  await step(`${service} is ready${routers.length > 0 && isVisited(target) ? ", by its router" : ""}`, () =>
    until(service, ask),
  );
}

/** @throws Failure where one is not as it should be. */
function areWell(now: readonly MountingContainer[], wanted: readonly MountingContainer[]): void {
  for (const { id, name } of wanted) {
    const one = now.find((there) => there.id === id);
    if (one?.state === "exited" && one.exitCode === 0 && mayEnd(one)) continue;
    if (one?.state !== "running") throw new Failure(`${name} does not run`);
    if (one.health !== undefined && one.health !== "healthy") throw new Failure(`${name} is ${one.health}`);
  }
}

/** How long one that nobody asks has to run, in milliseconds. */
const settledMilliseconds = 3_000;

/** Backups go on. */
export const resume = ({ target: { place, helpers }, step }: Exchange): Promise<unknown> =>
  step(`${names(helpers).join(", ") || "no backup"} started again`, () =>
    onHost(place, startScript(names(helpers)), patience),
  );

/**
 * Takes the data there, and where the service does not get ready with them, back.
 * @throws Failure where it could do neither: it is to be run again.
 */
export async function exchangeOrBack(exchange: Exchange): Promise<ExitCode> {
  try {
    await swap(exchange, "forward");
    await start(exchange);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    await exchange.step(`FAILED, so the former data come back: ${error.message}`, async () => {});
    await swap(exchange, "back");
    await start(exchange);
    await resume(exchange);
    return exitCodes.amiss;
  }
  await resume(exchange);
  return exitCodes.done;
}

/** The former data come back. */
export async function goBack(exchange: Exchange): Promise<ExitCode> {
  await swap(exchange, "back");
  await start(exchange);
  await resume(exchange);
  return exitCodes.done;
}

/** Whether all that uses the data runs. */
export const areRunning = (target: Target): boolean =>
  [...usersOf(target).filter((one) => !mayEnd(one)), ...target.helpers].every(isRunning);
