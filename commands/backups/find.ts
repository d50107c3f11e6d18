import { closest } from "fastest-levenshtein";
import { dataVolume } from "../../components/databases/dumped";
import { isKept } from "../../components/services/volumeBackup";
import { npx } from "../../components/shared/npx";
import type { Declared, DeclaredBackups, DeclaredContainer } from "../shared/declared/facts";
import { declaredIn } from "../shared/declared/read";
import { Failure } from "../shared/failure";
import type { AskPulumi } from "../shared/pulumi";
import { stacksOf } from "../shared/stacks";
import { type Deployment, type Engine, readDeployment, secretWay } from "../shared/state";
import { startOrder } from "../sleep/order";

/** What backs up an environment on one host, and the container that does. */
export interface FoundBackups extends DeclaredBackups {
  readonly stack: string;
  readonly container: string;
  readonly engine: Engine;
  /** URN of its host. */
  readonly hostUrn: string;
  /** Paths that a volume's sets leave out, by service and volume, as the program says now. */
  readonly excepts: Readonly<Record<string, readonly string[]>>;
  /** All containers that the state has on its host. */
  readonly containers: readonly DeclaredContainer[];
  /** Ids of those that run for good in the order in which they start, those that may start at once in one. */
  readonly waves: readonly (readonly string[])[];
}

/**
 * Finds what backs up a service, or all of an environment, by what the states say.
 * @param service @default all that is backed up
 * @param stack @default whichever has backups
 * @throws Failure where there is none, or where several environments have one.
 */
export async function findBackups(
  service: string | undefined,
  stack: string | undefined,
  ask: AskPulumi,
): Promise<FoundBackups[]> {
  const stacks = stack === undefined ? await stacksOf(ask) : [stack];
  const states = await Promise.all(
    stacks.map(async (one) => {
      const deployment = readDeployment(await ask("stack", "export", "--stack", one));
      return { stack: one, deployment, declared: declaredIn(deployment) };
    }),
  );
  if (states.every(({ declared }) => declared.backups.length === 0)) throw new Failure(nobody(states));
  const every = states.flatMap(({ stack: one, declared, deployment }) =>
    declared.backups.map((backups) => located(one, backups, declared, deployment)),
  );
  const found = service === undefined ? every : every.filter((one) => serviceNames(one).includes(service));
  const [first] = found;
  if (!first) throw new Failure(unknown(service ?? "", every));
  const others = [...new Set(found.map((one) => one.stack))];
  if (others.length > 1)
    throw new Failure(`${others.join(" and ")} have backups; say which: --stack ${first.stack}`);
  return found;
}

interface Stated {
  readonly stack: string;
  readonly deployment: Deployment;
}

/** Why nothing is backed up: a program without it, or one that no update has brought up. */
function nobody(states: readonly Stated[]): string {
  const made = states.filter(({ deployment: { resources = [] } }) =>
    resources.some(({ type }) => type !== "pulumi:pulumi:Stack" && !type.startsWith("pulumi:providers:")),
  );
  const [first] = made;
  const names = states.map(({ stack }) => stack);
  if (!first)
    return `nothing of ${names.join(", ") || "the project"} is up yet, so nothing is backed up; what begins it: ${npx(`pulumi up${names[0] === undefined ? "" : ` --stack ${names[0]}`}`)}`;
  return `nothing of ${made.map(({ stack }) => stack).join(", ")} is backed up: what is up has no Backups; where the program has some, its last update did not get so far: ${npx(`homeport status --stack ${first.stack}`)}`;
}

function located(
  stack: string,
  backups: DeclaredBackups,
  { containers, hosts, volumes }: Declared,
  deployment: Deployment,
): FoundBackups {
  const container = containers.find(({ unit, role }) => role === "backups" && unit === backups.name);
  const { engine, urn: hostUrn = "" } = hosts.find(({ name }) => name === backups.host) ?? {};
  if (!container)
    throw new Failure(
      `${backups.name} of ${stack}: its update did not come to its end; what helps: ${npx("pulumi up")}`,
    );
  if (!engine) throw new Failure(`host ${backups.host}: ${secretWay}`);
  const there = containers.filter(({ host }) => host === backups.host);
  const waves = startOrder(there, deployment).map((wave) => wave.map(({ id }) => id));
  const excepts = Object.fromEntries(
    volumes.flatMap(({ service, volume, host, backup }) =>
      host === backups.host && isKept(backup) && backup.except
        ? [[`${service}/${volume}`, backup.except] as const]
        : [],
    ),
  );
  return { ...backups, stack, container: container.id, engine, hostUrn, excepts, containers: there, waves };
}

const serviceNames = ({ volumes }: DeclaredBackups): string[] =>
  volumes.map((one) => one.split("/")[0] ?? "");

function unknown(service: string, every: readonly FoundBackups[]): string {
  const names = [...new Set(every.flatMap(serviceNames))].sort();
  return `${JSON.stringify(service)}: no service of this name is backed up; the nearest is ${closest(service, names)}; there are: ${names.join(", ")}`;
}

/** The server of a database that is backed up, by service and volume: `wiki-db/data`, `cloud/db`. */
export const serverOf = (
  { containers }: Pick<FoundBackups, "containers">,
  part: string,
): DeclaredContainer | undefined =>
  containers.find(({ engine, unit }) => engine !== undefined && partOf(unit) === part);

/** An application's container is called by both names. */
const partOf = (unit: string): string => (unit.includes("/") ? unit : `${unit}/${dataVolume}`);
