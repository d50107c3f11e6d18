import type { Surroundings } from "../shared/surroundings";
import { forget, start } from "../sleep/engine";
import { type Environment, lookAgain } from "../sleep/environment";
import { type MemoryOnHost, memoryOn } from "../sleep/memory";
import { startOrder } from "../sleep/order";
import { isUp, thereOn } from "../sleep/work";
import type { Answer } from "../smoke/answers";
import { type Asked, askThroughFarm } from "./farm";
import { awaitHealth } from "./works";

/** What was started, and how it answered. */
export interface Woken {
  readonly wasAsleep: boolean;
  readonly started: readonly (readonly string[])[];
  /** Containers that an engine has lost meanwhile. */
  readonly gone: readonly string[];
  readonly answers: readonly Answer[];
  readonly before: readonly MemoryOnHost[];
  readonly after: readonly MemoryOnHost[];
  readonly seconds: number;
}

/** Starts all of an environment that was put to sleep, and asks it through its farm. */
export async function wakeUp(
  environment: Environment,
  asked: Asked,
  surroundings: Surroundings,
): Promise<Woken> {
  const { variables, terminal } = surroundings;
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
        if (services.length > 0) await awaitHealth(host, services, variables, asked.readySeconds);
      }),
    );
  }
  await Promise.all(environment.hosts.map((host) => forget(host, variables)));
  const answers = await askThroughFarm(environment, asked, surroundings);
  const seconds = (Date.now() - begun) / 1_000;
  const after = memoryOn(await lookAgain(environment, variables));
  return { wasAsleep: sleepers.length > 0, started, gone, answers, before, after, seconds };
}
