import { npx } from "../../components/shared/npx";
import type { DeclaredContainer } from "../shared/declared";
import type { EngineContainer } from "../shared/engineContainer";
import { type ExitCode, exitCodes, Failure } from "../shared/failure";
import { renderJson } from "../shared/json";
import type { Surroundings } from "../shared/surroundings";
import { ago } from "../status/render/units";
import { remember, stop } from "./engine";
import { askEnvironment, type Environment, type HostLook, lookAgain, stackMeant } from "./environment";
import { type MemoryOnHost, memoryOn, renderMemory } from "./memory";
import { startOrder } from "./order";

/** What the command is asked for. */
interface Options {
  readonly name?: string;
  readonly stack?: string;
  readonly yes: boolean;
  readonly json: boolean;
}

/** Puts an environment to sleep, or says what that would stop. */
export async function run(
  { name, stack, yes, json }: Options,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { variables, out, terminal, now } = surroundings;
  const environment = await askEnvironment(await stackMeant(name, stack, surroundings), surroundings);
  const waves = startOrder(environment.declared.containers, environment.deployment).reverse();
  checkMaySleep(environment);
  const before = memoryOn(environment.hosts);
  const stopping = waves.map((wave) => wave.filter((one) => isUp(thereOn(environment.hosts, one))));
  const told = { stack: environment.stack, since: sinceOf(environment.hosts), before };
  const left = [...new Set(environment.hosts.flatMap(({ unknown }) => unknown))];
  if (!yes || stopping.flat().length === 0) {
    terminal.progress();
    out(
      json
        ? renderJson({ ...told, asleep: stopping.flat().length === 0, stops: namesOf(stopping), left })
        : renderPlan(environment, stopping, before, now) + renderLeft(left, environment),
    );
    return exitCodes.done;
  }
  const started = Date.now();
  // All hosts first: where the rest is cut off, each knows what belongs to it.
  await Promise.all(
    environment.hosts.map((host) => rememberOn(environment, host, stopping.flat(), surroundings)),
  );
  for (const wave of stopping) {
    terminal.progress(`stopping ${wave.map(({ resource }) => resource).join(", ")} …`);
    await Promise.all(
      environment.hosts.map(async (host) => {
        const names = wave.filter((one) => one.host === host.host).map((one) => one.name);
        if (names.length > 0) await stop(host, names, variables);
      }),
    );
  }
  const hosts = await lookAgain(environment, variables);
  const after = memoryOn(hosts);
  const seconds = (Date.now() - started) / 1_000;
  terminal.progress();
  const asleep = {
    ...told,
    since: sinceOf(hosts),
    asleep: true,
    stopped: namesOf(stopping),
    left,
    after,
    seconds,
  };
  out(
    json
      ? renderJson(asleep)
      : renderDone(environment, before, after, seconds) + renderLeft(left, environment),
  );
  return exitCodes.done;
}

/** What runs already is remembered once. */
async function rememberOn(
  environment: Environment,
  host: HostLook,
  stopping: readonly DeclaredContainer[],
  { variables, now }: Surroundings,
): Promise<void> {
  const names = stopping
    .filter((one) => one.host === host.host && !host.sleepers.has(one.name))
    .map((one) => one.name);
  if (names.length > 0) await remember(environment, host, names, now, variables);
}

/** @throws Failure where an environment cannot sleep as it is. */
function checkMaySleep({ declared, hosts, stack }: Environment): void {
  const job = declared.containers.find((one) => one.role === "job" && isUp(thereOn(hosts, one)));
  if (job)
    throw new Failure(
      `the job ${job.unit} runs, as in an update; wait for its end: ${npx(`homeport logs ${job.unit} --stack ${stack}`)}`,
    );
  const fleeting = declared.containers.filter(({ mayEnd }) => !mayEnd);
  if (fleeting.length === 0) return;
  const names = fleeting.map(({ resource }) => resource).join(", ");
  throw new Failure(
    fleeting.every(({ role }) => role === "other")
      ? `${names}: ${npx("pulumi refresh")} would remove what has ended; say mustRun: false where the program makes it, and: ${npx(`pulumi up --stack ${stack}`)}`
      : `${names}: an earlier version made this, and ${npx("pulumi refresh")} would remove what has ended; once, before: ${npx(`pulumi up --stack ${stack}`)}`,
  );
}

export const thereOn = (
  hosts: readonly HostLook[],
  { host, id }: DeclaredContainer,
): EngineContainer | undefined =>
  hosts.find((one) => one.host === host)?.containers.find((one) => one.id === id);

/** Whether an engine has it at work, or is about to. */
export const isUp = (there: EngineContainer | undefined): boolean =>
  ["running", "restarting", "paused"].includes(there?.state ?? "");

const namesOf = (waves: readonly (readonly DeclaredContainer[])[]): string[][] =>
  waves.filter(({ length }) => length > 0).map((wave) => wave.map((one) => one.name));

/** Since when the first of them sleeps. */
const sinceOf = (hosts: readonly HostLook[]): string | undefined =>
  hosts.flatMap(({ sleepers }) => [...sleepers.values()]).sort()[0];

const renderLeft = (left: readonly string[], { stack }: Environment): string =>
  left.length === 0
    ? ""
    : `The state does not know ${left.join(", ")}, which ${left.length > 1 ? "go" : "goes"} on: ${npx(`homeport leftovers --stack ${stack}`)}\n`;

function renderPlan(
  { stack, declared, hosts }: Environment,
  stopping: readonly (readonly DeclaredContainer[])[],
  before: readonly MemoryOnHost[],
  now: Date,
): string {
  const since = sinceOf(hosts);
  if (stopping.flat().length === 0)
    return since === undefined
      ? `Nothing of ${stack} runs.\n`
      : `${stack} has been asleep for ${ago(since, now.getTime()).replace(/ ago$/, "")}; what wakes it: ${npx(`homeport wake ${stack}`)}\n`;
  const served = declared.containers
    .filter(({ role }) => role === "farm")
    .flatMap(({ unit }) => declared.serves[unit] ?? []);
  const names = Object.keys(declared.serves).filter(
    (one) => !declared.containers.some(({ role, unit }) => role === "farm" && unit === one),
  );
  return [
    ...(since === undefined ? [] : [`${stack} is half asleep, since ${since}.`]),
    `Would stop, in this order:`,
    ...stopping
      .filter(({ length }) => length > 0)
      .map((wave) => `  ${wave.map(({ name }) => name).join(", ")}`),
    `${renderMemory(before)}`.trimEnd(),
    ...(served.length > 0
      ? [`Nobody would be served at ${served.join(", ")} any more (${names.join(", ")}).`]
      : []),
    `Really, with all data kept: ${npx(`homeport sleep ${stack} --yes`)}`,
    "",
  ].join("\n");
}

const renderDone = (
  { stack }: Environment,
  before: readonly MemoryOnHost[],
  after: readonly MemoryOnHost[],
  seconds: number,
): string =>
  `${stack} sleeps, after ${seconds.toFixed(1)} s.\n${renderMemory(before, after)}What wakes it: ${npx(`homeport wake ${stack}`)}\n`;
