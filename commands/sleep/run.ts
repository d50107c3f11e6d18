import { npx } from "../../components/shared/npx";
import type { DeclaredContainer } from "../shared/declared/facts";
import { type ExitCode, exitCodes } from "../shared/failure";
import { renderJson } from "../shared/json";
import type { Surroundings } from "../shared/surroundings";
import { ago } from "../status/render/units";
import { askEnvironment, type Environment, type HostLook, lookAgain, stackMeant } from "./environment";
import { type MemoryOnHost, memoryOn, renderMemory } from "./memory";
import { checkMaySleep, fallAsleep, stoppingOf } from "./work";

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
  checkMaySleep(environment);
  const before = memoryOn(environment.hosts);
  const stopping = stoppingOf(environment);
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
  await fallAsleep(environment, stopping, surroundings);
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
