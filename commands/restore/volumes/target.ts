import { volumePath } from "../../../components/backups/layout";
import { applicationLabel } from "../../../components/services/part";
import { npx } from "../../../components/shared/npx";
import { type FoundBackups, findBackups, serverOf } from "../../backups/find";
import { dataMountOf } from "../../databases/serverAt";
import { Failure } from "../../shared/failure";
import { pulumiIn } from "../../shared/pulumi";
import type { Variables } from "../../shared/surroundings";
import { readWanted } from "../wanted";
import { refuseAsleep } from "./asleep";
import { containersAt, isRunning, type MountingContainer, type Place, sourceOf } from "./engine";
import { refuseStrangers } from "./strangers";

/** A volume that is restored, or stands beside one that is. */
export interface TargetVolume {
  readonly volume: string;
  /** The engine's name of it, or the host's directory. */
  readonly source: string;
  readonly isWanted: boolean;
  /** The server whose data are in it; where there is none, they are files. */
  readonly server?: MountingContainer;
}

/** A service's data on one host, and who has to do with them. */
export interface Target {
  readonly service: string;
  readonly backups: FoundBackups;
  readonly place: Place;
  /** All of the service's that are backed up. */
  readonly volumes: readonly TargetVolume[];
  readonly container: MountingContainer;
  /** What reads or tidies the volumes beside the service, the backup container among them. */
  readonly helpers: readonly MountingContainer[];
  /**
   * What has to be stopped: all that has one of the volumes, and with a database all of its application. In the order in which
   * they start, those that may start at once in one.
   */
  readonly waves: readonly (readonly MountingContainer[])[];
  readonly routers: readonly string[];
  /** The name of what works with the data; one at a time. */
  readonly once: string;
  readonly isAtWork: boolean;
}

/** What is looked for. */
export interface Sought {
  /** As `wiki` or `wiki/files`. */
  readonly wanted: string;
  readonly stack?: string;
  readonly host?: string;
}

/**
 * Finds a service's data, and all that uses them.
 * @throws Failure where there is none, or where something uses them that nobody knows.
 */
export async function findTarget(sought: Sought, variables: Variables): Promise<Target> {
  const { service, volume } = readWanted(sought.wanted);
  const backups = onHostOf(await findBackups(service, sought.stack, pulumiIn(variables)), sought);
  const place = { host: backups.host, engine: backups.engine, variables };
  const all = await containersAt(place);
  const container = all.find(({ id }) => id === backups.container);
  if (!container)
    throw new Failure(
      `${backups.name} of ${backups.stack}: its container is gone; what helps: ${npx("pulumi up --refresh")}`,
    );
  const volumes = volumesIn(backups, service, volume, all);
  const chosen = volumes.filter(({ isWanted }) => isWanted);
  const wanted = chosen.map(({ source }) => source);
  const roles = new Map(backups.containers.map(({ id, role }) => [id, role]));
  const once = `${container.name}-restore`;
  const using = all.filter(
    ({ name, mounts }) => name !== once && mounts.some((mount) => wanted.includes(sourceOf(mount))),
  );
  refuseStrangers(using, roles, container.labels, service);
  const isOf = (one: MountingContainer, role: string) => roles.get(one.id) === role;
  // What talks with a database writes to it, too.
  const applications = chosen.flatMap(({ server }) => server?.labels[applicationLabel] ?? []);
  const users = all.filter(
    (one) =>
      isOf(one, "service") &&
      (using.includes(one) || applications.includes(one.labels[applicationLabel] ?? "")),
  );
  const waves = backups.waves
    .map((ids) => users.filter(({ id }) => ids.includes(id)))
    .filter(({ length }) => length > 0);
  await refuseAsleep(place, [container, ...waves.flat()], service, backups.stack);
  return {
    ...{ service, backups, place, volumes, container, once },
    waves,
    helpers: [container, ...using.filter((one) => isOf(one, "sweeper"))],
    routers: all.filter((one) => isOf(one, "router") && isRunning(one)).map(({ name }) => name),
    isAtWork: all.some((one) => one.name === once && isRunning(one)),
  };
}

function onHostOf(found: readonly FoundBackups[], { wanted, host }: Sought): FoundBackups {
  const hosts = found.map((one) => one.host).join(", ");
  const [only, ...more] = host === undefined ? found : found.filter((one) => one.host === host);
  if (!only)
    throw new Failure(`--host: ${JSON.stringify(host)} has no backups of ${wanted}; there are: ${hosts}`);
  if (more.length > 0)
    throw new Failure(`${wanted} has data of its own on each of ${hosts}; say which: --host ${only.host}`);
  return only;
}

function volumesIn(
  backups: FoundBackups,
  service: string,
  wanted: string | undefined,
  all: readonly MountingContainer[],
): TargetVolume[] {
  const names = backups.volumes
    .filter((one) => one.startsWith(`${service}/`))
    .map((one) => one.slice(service.length + 1));
  if (wanted !== undefined && !names.includes(wanted))
    throw new Failure(
      `${service}/${wanted}: there is no such volume in its backups; there are: ${names.map((name) => `${service}/${name}`).join(", ")}`,
    );
  const mountsOf = (id: string | undefined) => all.find((one) => one.id === id)?.mounts ?? [];
  return names.map((volume) => {
    const declared = serverOf(backups, `${service}/${volume}`);
    const server = declared && all.find(({ id }) => id === declared.id);
    const mount = declared
      ? dataMountOf({ mounts: mountsOf(declared.id) })
      : mountsOf(backups.container).find(({ Destination }) => Destination === volumePath(service, volume));
    if (!mount)
      throw new Failure(
        declared
          ? `${service}/${volume}: the container ${declared.name} is gone; what helps: ${npx("pulumi up --refresh")}`
          : `${service}/${volume}: ${backups.name} does not have it yet; what helps: ${npx("pulumi up")}`,
      );
    const isWanted = wanted === undefined || wanted === volume;
    return { volume, source: sourceOf(mount), isWanted, ...(server && { server }) };
  });
}

/** All that has to be stopped. */
export const usersOf = ({ waves }: Pick<Target, "waves">): MountingContainer[] => waves.flat();

/** Whether visitors come to it. */
export const isVisited = (target: Pick<Target, "waves">): boolean =>
  usersOf(target).some(({ labels }) => labels["homeport.companion"] !== "yes");
