import { volumePath } from "../../components/backups/layout";
import type { Rehearsal } from "../../components/databases/args";
import { npx } from "../../components/shared/npx";
import { serverOf } from "../backups/find";
import { dataMountOf } from "../databases/serverAt";
import {
  awaitOnce,
  containersAt,
  type MountingContainer,
  type Place,
  sourceOf,
} from "../restore/volumes/engine";
import { look, type Standing } from "../restore/volumes/look";
import { refuseStrangers } from "../restore/volumes/strangers";
import { Failure } from "../shared/failure";
import type { Variables } from "../shared/surroundings";
import type { Environment } from "../sleep/environment";
import type { Pair } from "./pairs";

/** A database: its server, and what becomes of its data. */
interface Served {
  readonly server: MountingContainer;
  /** @default nobody says it */
  readonly rehearsal?: Rehearsal;
}

/** A volume that is given other data. */
export interface Rehearsed extends Standing {
  readonly service: string;
  /** Of a database: its server, and what becomes of its data. */
  readonly database?: Served;
}

/** A host of the environment that is rebuilt. */
export interface Side extends Pair {
  readonly place: Place;
  /** Its backup container, whose image is used. */
  readonly container: MountingContainer;
  /** The name of what works with the data; one at a time. */
  readonly once: string;
  readonly volumes: readonly Rehearsed[];
}

/**
 * Looks what there is of each volume, and who uses it.
 * @throws Failure where one is not there, or used by somebody in no state.
 */
export async function sideOf(pair: Pair, environment: Environment, variables: Variables): Promise<Side> {
  const { to, keys } = pair;
  const place = { host: to.host, engine: to.engine, variables };
  const all = await containersAt(place);
  const container = all.find(({ id }) => id === to.container);
  if (!container)
    throw new Failure(
      `${to.name} of ${to.stack}: its container is gone; what helps: ${npx(`pulumi up --refresh --stack ${to.stack}`)}`,
    );
  const once = `${container.name}-restore`;
  const own = new Set(environment.declared.containers.map(({ id }) => id));
  const { rehearsals } = environment.declared;
  const volumes = keys.map((key) => {
    const [service = "", volume = ""] = key.split("/");
    const declared = serverOf(to, key);
    const server = declared && all.find(({ id }) => id === declared.id);
    const mount = server
      ? dataMountOf(server)
      : container.mounts.find(({ Destination }) => Destination === volumePath(service, volume));
    if (!mount)
      throw new Failure(
        `${key}: ${to.name} does not have it yet; what helps: ${npx(`pulumi up --stack ${to.stack}`)}`,
      );
    const rehearsal = rehearsals[key];
    return {
      ...{ service, volume, source: sourceOf(mount), isWanted: true },
      ...(server && { server, database: { server, ...(rehearsal && { rehearsal }) } }),
    };
  });
  // What somebody has left at work ends by itself.
  await awaitOnce(place, once);
  const sources = volumes.map(({ source }) => source);
  const using = all.filter(
    ({ name, mounts }) => name !== once && mounts.some((one) => sources.includes(sourceOf(one))),
  );
  refuseStrangers(using, own, container.labels, to.stack);
  const standing = await look({ place, once, container, volumes });
  return {
    ...pair,
    ...{ place, container, once },
    volumes: volumes.map((one, at) => ({ ...one, ...(standing[at] as Standing) })),
  };
}
