import { npx } from "../../components/shared/npx";
import { asleepLabel, exchangedLabel, hostLabel, sleepersIn } from "../../components/survey/asleep";
import type { Declared } from "../shared/declared/facts";
import { declaredIn } from "../shared/declared/read";
import type { EngineContainer } from "../shared/engineContainer";
import { exitCodes, Failure } from "../shared/failure";
import { projectIn } from "../shared/project";
import { pulumiIn } from "../shared/pulumi";
import { stacksOf } from "../shared/stacks";
import { type Deployment, type Engine, readDeployment, secretWay } from "../shared/state";
import type { Surroundings, Variables } from "../shared/surroundings";
import { isOf, isOfTrial } from "../shared/whose";
import { askContainers, askingOn, askMemory, askVolumes } from "../status/read/engine";

/** A host of an environment, as its engine has it at one moment. */
export interface HostLook {
  readonly host: string;
  readonly engine: Engine;
  readonly containers: readonly EngineContainer[];
  /** Names of what runs with the environment's labels, and no update has made. */
  readonly unknown: readonly string[];
  /** Memory that is used, in bytes by a container's id. */
  readonly memory: ReadonlyMap<string, number>;
  /** Of the environment: containers that were put to sleep, and since when, by their names. */
  readonly sleepers: ReadonlyMap<string, string>;
  /** Names of the volumes that remember it. */
  readonly marks: readonly string[];
  /** Whether an exchange of data has stopped them, and was cut off. */
  readonly isExchanged: boolean;
  /** Whether somebody has put them to sleep. */
  readonly isPutToSleep: boolean;
}

/** An environment, and what its hosts have of it. */
export interface Environment {
  readonly stack: string;
  readonly project: string;
  readonly deployment: Deployment;
  readonly declared: Declared;
  readonly hosts: readonly HostLook[];
}

/**
 * The stack that is meant, by an argument or an option.
 * @throws Failure where neither or both say it.
 */
export async function stackMeant(
  name: string | undefined,
  stack: string | undefined,
  { variables }: Surroundings,
): Promise<string> {
  if (name !== undefined && stack !== undefined && name !== stack)
    throw new Failure(`--stack: "${stack}" and "${name}" are two environments; name one`);
  const meant = name ?? stack;
  if (meant !== undefined) return meant;
  const all = await stacksOf(pulumiIn(variables));
  throw new Failure(
    `say which environment; there are: ${all.join(", ") || "none"}; example: ${all[0] ?? "staging"}`,
  );
}

/**
 * Asks the state of a stack, and the engines of all its hosts.
 * @throws Failure where it runs nothing, is being updated, or where a host does not answer.
 */
export async function askEnvironment(
  stack: string,
  { folder, variables, terminal }: Surroundings,
): Promise<Environment> {
  terminal.progress("asking Pulumi …");
  const deployment = readDeployment(await pulumiIn(variables)("stack", "export", "--stack", stack));
  const declared = declaredIn(deployment);
  if (declared.containers.length === 0)
    throw new Failure(`${stack} runs nothing; what begins it: ${npx(`pulumi up --stack ${stack}`)}`);
  if (declared.pending.length > 0)
    throw new Failure(
      `an update of ${stack} was cut off, or runs at this moment: ${declared.pending.join(", ")}; ${npx(`homeport status --stack ${stack}`)}`,
    );
  terminal.progress("asking the hosts …");
  const project = projectIn(folder);
  const used = new Set(declared.containers.map(({ host }) => host));
  const hosts = declared.hosts.filter(({ name }) => used.has(name));
  const looks = hosts.map(({ name, engine }) => {
    if (!engine) throw new Failure(`host ${name}: ${secretWay}`);
    return lookAt(name, engine, { project, declared }, variables);
  });
  return { stack, project, deployment, declared, hosts: await Promise.all(looks) };
}

/** Asks a host again. */
export const lookAgain = (
  { project, declared, hosts }: Environment,
  variables: Variables,
): Promise<HostLook[]> =>
  Promise.all(hosts.map(({ host, engine }) => lookAt(host, engine, { project, declared }, variables)));

async function lookAt(
  host: string,
  engine: Engine,
  { project, declared }: { readonly project: string; readonly declared: Declared },
  variables: Variables,
): Promise<HostLook> {
  const ask = askingOn(engine, variables);
  const own = new Set(declared.containers.filter((one) => one.host === host).map(({ id }) => id));
  const known = new Set(declared.containers.map(({ id }) => id));
  const whose = { project, environments: declared.environments };
  try {
    const [all, volumes] = await Promise.all([askContainers(ask), askVolumes(ask)]);
    const containers = all.filter(({ id }) => own.has(id));
    const isUnknown = ({ id, state, labels }: EngineContainer) =>
      state === "running" && !known.has(id) && isOf(labels, whose) && !isOfTrial(labels);
    // Two hosts of a program may be one engine.
    const marks = volumes.filter(
      ({ labels }) => asleepLabel in labels && labels[hostLabel] === host && isOf(labels, whose),
    );
    // Without a memory control group nobody knows how much it is, and all else can be done.
    const memory = await askMemory(ask, containers).catch(() => new Map<string, number>());
    return {
      host,
      engine,
      containers,
      unknown: all.filter(isUnknown).map(({ name }) => name),
      memory,
      sleepers: sleepersIn(marks),
      marks: marks.map(({ name }) => name),
      isExchanged: marks.some(({ labels }) => exchangedLabel in labels),
      isPutToSleep: marks.some(({ labels }) => !(exchangedLabel in labels)),
    };
  } catch (error) {
    throw new Failure(`host ${host}: ${(error as Error).message}`, exitCodes.unanswered);
  }
}
