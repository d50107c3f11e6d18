import { npx } from "../../components/shared/npx";
import { type ExitCode, exitCodes } from "../shared/failure";
import { renderJson } from "../shared/json";
import type { Surroundings } from "../shared/surroundings";
import { forget, start } from "../sleep/engine";
import { askEnvironment, lookAgain, stackMeant } from "../sleep/environment";
import { type MemoryOnHost, memoryOn, renderMemory } from "../sleep/memory";
import { startOrder } from "../sleep/order";
import { isUp, thereOn } from "../sleep/run";
import { renderAnswer } from "../smoke/answers";
import { askThroughFarm } from "./farm";
import { awaitHealth } from "./works";

/** What the command is asked for. */
interface Options {
  readonly name?: string;
  readonly stack?: string;
  readonly at?: string;
  readonly except: readonly string[];
  readonly json: boolean;
}

/** Wakes an environment. */
export async function run(
  { name, stack, at, except, json }: Options,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { variables, out, terminal } = surroundings;
  const environment = await askEnvironment(await stackMeant(name, stack, surroundings), surroundings);
  const begun = Date.now();
  const { declared, deployment } = environment;
  const before = memoryOn(environment.hosts);
  const sleeps = ({ name: one, host }: { readonly name: string; readonly host: string }) =>
    environment.hosts.find((there) => there.host === host)?.sleepers.has(one);
  const sleepers = declared.containers.filter(sleeps);
  const gone = sleepers.filter((one) => !thereOn(environment.hosts, one)).map((one) => one.name);
  const waves = startOrder(
    sleepers.filter((one) => !gone.includes(one.name)),
    deployment,
  );
  const started: string[][] = [];
  for (const wave of waves) {
    const asleep = wave.filter((one) => !isUp(thereOn(environment.hosts, one)));
    if (asleep.length > 0) started.push(asleep.map((one) => one.name));
    terminal.progress(`starting ${wave.map(({ resource }) => resource).join(", ")} …`);
    await Promise.all(
      environment.hosts.map(async (host) => {
        const on = (all: typeof wave) => all.filter((one) => one.host === host.host).map((one) => one.name);
        if (on(asleep).length > 0) await start(host, on(asleep), variables);
        const services = on(wave.filter(({ role }) => role === "service" || role === "other"));
        if (services.length > 0) await awaitHealth(host, services, variables);
      }),
    );
  }
  await Promise.all(environment.hosts.map((host) => forget(host, variables)));
  const answers = await askThroughFarm(environment, { at, except }, surroundings);
  const seconds = (Date.now() - begun) / 1_000;
  const after = memoryOn(await lookAgain(environment, variables));
  terminal.progress();
  const { stack: awake } = environment;
  const told = {
    stack: awake,
    wasAsleep: sleepers.length > 0,
    started,
    gone,
    answers,
    before,
    after,
    seconds,
  };
  out(
    json ? renderJson(told) : renderAwake(told) + answers.map((one) => renderAnswer(one, terminal)).join(""),
  );
  return gone.length === 0 && answers.every(({ served }) => served) ? exitCodes.done : exitCodes.amiss;
}

interface Woken {
  readonly stack: string;
  readonly wasAsleep: boolean;
  readonly gone: readonly string[];
  readonly before: readonly MemoryOnHost[];
  readonly after: readonly MemoryOnHost[];
  readonly seconds: number;
}

const renderAwake = ({ stack, wasAsleep, gone, before, after, seconds }: Woken): string =>
  [
    wasAsleep ? `${stack} is awake, after ${seconds.toFixed(1)} s.\n` : `${stack} was awake.\n`,
    renderMemory(before, after),
    ...(gone.length > 0
      ? [
          `Gone while it slept: ${gone.join(", ")}; what makes them anew: ${npx(`pulumi up --stack ${stack}`)}\n`,
        ]
      : []),
  ].join("");
