import { npx } from "../../components/shared/npx";
import type { DeclaredContainer } from "../shared/declared/facts";
import type { EngineContainer } from "../shared/engineContainer";
import { Failure } from "../shared/failure";
import type { Surroundings } from "../shared/surroundings";
import { remember, stop, type Why } from "./engine";
import type { Environment, HostLook } from "./environment";
import { startOrder } from "./order";

/** What of an environment is to stop, in the order in which it does: those that may at once in one. */
export const stoppingOf = ({ declared, deployment, hosts }: Environment): DeclaredContainer[][] =>
  startOrder(declared.containers, deployment)
    .reverse()
    .map((wave) => wave.filter((one) => isUp(thereOn(hosts, one))));

/** Stops all of that, which every host remembers. */
export async function fallAsleep(
  environment: Environment,
  stopping: readonly (readonly DeclaredContainer[])[],
  surroundings: Surroundings,
  why: Why = "sleep",
): Promise<void> {
  const { variables, terminal } = surroundings;
  // All hosts first: where the rest is cut off, each knows what belongs to it.
  await Promise.all(
    environment.hosts.map((host) => rememberOn(environment, host, stopping.flat(), surroundings, why)),
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
}

/** What is remembered already is so once; that an exchange has begun is remembered of what sleeps, too. */
async function rememberOn(
  environment: Environment,
  host: HostLook,
  stopping: readonly DeclaredContainer[],
  surroundings: Surroundings,
  why: Why,
): Promise<void> {
  const begins = why === "exchange" && !host.isExchanged;
  const names = [
    ...(begins ? host.sleepers.keys() : []),
    ...stopping
      .filter((one) => one.host === host.host && !host.sleepers.has(one.name))
      .map((one) => one.name),
  ];
  if (names.length > 0) await remember(environment, host, names, surroundings, why);
}

/** @throws Failure where an environment cannot sleep as it is. */
export function checkMaySleep({ declared, hosts, stack }: Environment): void {
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
