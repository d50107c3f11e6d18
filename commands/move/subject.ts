import { npx } from "../../components/shared/npx";
import type { Place } from "../restore/volumes/engine";
import { labelsOf } from "../shared/declared/containers";
import type { Declared, DeclaredBackups, DeclaredContainer } from "../shared/declared/facts";
import { declaredIn } from "../shared/declared/read";
import { Failure } from "../shared/failure";
import { nearestOf } from "../shared/nearest";
import { pulumiIn } from "../shared/pulumi";
import { stacksOf } from "../shared/stacks";
import { type Deployment, nameOf, readDeployment, secretWay } from "../shared/state";
import type { Variables } from "../shared/surroundings";
import { types } from "../shared/types";

/** A volume that goes along. */
export interface MovedVolume {
  readonly volume: string;
  /** The engine's name, on both hosts. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Whether `Backups` has it in its sets. */
  readonly isKept: boolean;
}

/** What backs up a host, and the container that does. */
export interface HostBackups extends DeclaredBackups {
  readonly container: DeclaredContainer;
}

/** A service whose data move, where they are and where they are to be. */
export interface Subject {
  readonly service: string;
  readonly stack: string;
  readonly source: Place;
  readonly target: Place;
  readonly volumes: readonly MovedVolume[];
  /** Names of those whose data may be lost: they stay. */
  readonly left: readonly string[];
  readonly sourceBackups: HostBackups;
  /** @default the other host has none */
  readonly targetBackups?: HostBackups;
  readonly declared: Declared;
}

/** What is looked for. */
export interface Sought {
  readonly service: string;
  readonly to: string;
  readonly stack?: string;
}

interface Stated {
  readonly stack: string;
  readonly deployment: Deployment;
  readonly declared: Declared;
}

/**
 * Finds a service with data, and both hosts, by what the states say.
 * @throws Failure where there is none, or where its data cannot go there.
 */
export async function findSubject(sought: Sought, variables: Variables): Promise<Subject> {
  const ask = pulumiIn(variables);
  const stacks = sought.stack === undefined ? await stacksOf(ask) : [sought.stack];
  const states = await Promise.all(
    stacks.map(async (stack): Promise<Stated> => {
      const deployment = readDeployment(await ask("stack", "export", "--stack", stack));
      return { stack, deployment, declared: declaredIn(deployment) };
    }),
  );
  const having = states.filter(({ declared }) =>
    declared.volumes.some((one) => one.service === sought.service),
  );
  const [only, ...more] = having;
  if (!only) throw new Failure(unknown(sought.service, states));
  if (more.length > 0)
    throw new Failure(
      `${sought.service} is in ${having.map(({ stack }) => stack).join(" and ")}; say which: --stack ${only.stack}`,
    );
  return subjectIn(only, sought, variables);
}

function unknown(service: string, states: readonly Stated[]): string {
  if (states.some(({ declared }) => service in declared.serves))
    return `${service} has no data: change its router in the program, and ${npx("pulumi up")}`;
  const names = [
    ...new Set(states.flatMap(({ declared }) => declared.volumes.map((one) => one.service))),
  ].sort();
  return `${JSON.stringify(service)}: no service of this name has data; ${names.length > 0 ? nearestOf(service, names) : "none has"}`;
}

function subjectIn(
  { stack, deployment, declared }: Stated,
  { service, to }: Sought,
  variables: Variables,
): Subject {
  const own = declared.volumes.filter((one) => one.service === service);
  const moving = own.filter(({ backup }) => backup !== "none");
  const hosts = [...new Set(moving.map(({ host }) => host))];
  const [from, ...others] = hosts;
  if (from === undefined)
    throw new Failure(
      `${service}: its data may be lost (backup: "none"): change its router in the program, and ${npx("pulumi up")}`,
    );
  if (others.length > 0)
    throw new Failure(
      `${service} has data of its own on each of ${hosts.join(", ")}: none of them can take another's`,
    );
  if (!declared.hosts.some(({ name }) => name === to))
    throw new Failure(
      `--to: ${stack} has no host ${JSON.stringify(to)}; ${nearestOf(
        to,
        declared.hosts.map(({ name }) => name),
      )}; a new one comes first by ${npx("pulumi up")}`,
    );
  if (to === from) throw new Failure(`--to: ${service} is on host ${to} already`);
  const place = (host: string): Place => {
    const engine = declared.hosts.find(({ name }) => name === host)?.engine;
    if (!engine) throw new Failure(`host ${host}: ${secretWay}`);
    return { host, engine, variables };
  };
  const [source, target] = [place(from), place(to)];
  if (source.engine.endpoint === target.engine.endpoint)
    throw new Failure(
      `hosts ${from} and ${to} are one engine: the data are there already; change its router in the program`,
    );
  const sourceBackups = backupsOn(from, declared);
  if (!sourceBackups)
    throw new Failure(
      `host ${from} has no Backups, by way of whose repository data move; docs/data.md says how by hand`,
    );
  const fleeting = deployment.resources?.find(
    ({ type, outputs, retainOnDelete }) =>
      type === types.volume && moving.some(({ name }) => name === outputs?.name) && retainOnDelete !== true,
  );
  if (fleeting)
    throw new Failure(
      `${nameOf(fleeting.urn)}: the next update would delete the former volume, as the environment is on trial (keepVolumes: false) or an earlier version made it; what helps: keep volumes, and ${npx("pulumi up")}`,
    );
  return {
    ...{ service, stack, source, target, declared, sourceBackups },
    left: own.filter(({ backup }) => backup === "none").map(({ volume }) => volume),
    volumes: moving.map(({ name, volume }) => ({
      ...{ name, volume, isKept: sourceBackups.volumes.includes(`${service}/${volume}`) },
      labels: labelsIn(deployment, name),
    })),
    targetBackups: backupsOn(to, declared),
  };
}

const labelsIn = ({ resources = [] }: Deployment, name: string) =>
  resources.filter(({ type, outputs }) => type === types.volume && outputs?.name === name).map(labelsOf)[0] ??
  {};

function backupsOn(host: string, { backups, containers }: Declared): HostBackups | undefined {
  const one = backups.find((all) => all.host === host);
  const container = containers.find(({ unit, role }) => role === "backups" && unit === one?.name);
  return one && container ? { ...one, container } : undefined;
}
