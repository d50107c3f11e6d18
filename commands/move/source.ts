import { volumePath } from "../../components/backups/layout";
import { midway, returning } from "../../components/backups/swap";
import { npx } from "../../components/shared/npx";
import { askSets } from "../backups/ask";
import type { Manifest, PlaceAnswer } from "../backups/sets";
import { refuseAsleep } from "../restore/volumes/asleep";
import {
  containersAt,
  isRunning,
  type MountingContainer,
  onHost,
  runOnce,
  sourceOf,
} from "../restore/volumes/engine";
import { parseLook, type Standing } from "../restore/volumes/look";
import { lookScript, startScript, stopScript } from "../restore/volumes/scripts";
import { refuseStrangers } from "../restore/volumes/strangers";
import { Failure } from "../shared/failure";
import { lastSetScript } from "./lastSet";
import type { Subject } from "./subject";

/** The host that data leave. */
export interface Source {
  readonly backups: MountingContainer;
  /** All containers of the service, and what else uses its volumes. */
  readonly users: readonly MountingContainer[];
  /** Names of services that use its volumes beside it. */
  readonly beside: readonly string[];
  /** Data of other kinds that it sees, and that stay. */
  readonly staying: readonly string[];
  readonly standing: readonly Standing[];
  readonly places: readonly PlaceAnswer[];
}

/**
 * Looks at the host that has the data.
 * @throws Failure where somebody uses them whom the state does not know, or a restore was cut off.
 */
export async function lookAtSource(subject: Subject): Promise<Source> {
  const { service, source, volumes, sourceBackups, declared, stack } = subject;
  const all = await containersAt(source);
  const backups = all.find(({ id }) => id === sourceBackups.container.id);
  if (!backups)
    throw new Failure(
      `${sourceBackups.name}: its container is gone; what helps: ${npx("pulumi up --refresh")}`,
    );
  const known = new Map(declared.containers.map((one) => [one.id, one]));
  const names = volumes.map(({ name }) => name);
  const using = all.filter(({ mounts }) => mounts.some((mount) => names.includes(sourceOf(mount))));
  refuseStrangers(using, known, backups.labels, service);
  const isOwn = (unit = "") => unit === service || unit.startsWith(`${service}/`);
  const users = all.filter((one) => {
    const { role, unit } = known.get(one.id) ?? {};
    return role === "service" && (isOwn(unit) || using.includes(one));
  });
  await refuseAsleep(source, [backups, ...users], service, stack);
  const units = users.map(({ id }) => known.get(id)?.unit ?? "");
  const ownMounts = users.filter((_, at) => isOwn(units[at])).flatMap(({ mounts }) => mounts.map(sourceOf));
  const made = new Set(declared.volumes.map(({ name }) => name));
  const how = { name: `${backups.name}-move`, backups, sources: names, readOnly: true };
  const standing = parseLook(
    await runOnce(source, { ...how, script: lookScript }),
    volumes.map(({ name, volume }) => ({ volume, source: name, isWanted: true })),
  );
  if (standing.some(({ phase }) => [...midway, ...returning].includes(phase)))
    throw new Failure(
      `${service}: a restore was cut off; first: ${npx(`homeport restore ${service} --yes`)}`,
    );
  return {
    ...{ backups, users, standing },
    beside: [...new Set(units.filter((unit) => !isOwn(unit)))],
    staying: [...new Set(ownMounts)].filter((one) => one.startsWith("/") && !made.has(one)),
    places: await askSets(whereIs(subject), source.variables),
  };
}

/** The backup container of the host, whose ways its scripts have. */
export const whereIs = ({ stack, source, declared, sourceBackups: { container, host, name } }: Subject) => ({
  ...{ container: container.id, engine: source.engine, host, name, stack },
  containers: declared.containers.filter((one) => one.host === host),
});

/** Longer than any container may take to end, in seconds. */
const patience = 1000;

export const stopUsers = ({ source }: Subject, { users }: Source): Promise<string> =>
  onHost(source, stopScript(users.map(({ name }) => name)), patience);

export const startUsers = ({ source }: Subject, { users }: Source): Promise<string> =>
  onHost(source, startScript(users.map(({ name }) => name)), patience);

/** Makes a set of all that is in the volumes, with nobody who writes to them. @returns its name */
export async function makeLastSet(
  subject: Subject,
  { backups }: Source,
  epoch: number,
  place: string,
): Promise<string> {
  const { service, source, volumes, sourceBackups } = subject;
  const said = await runOnce(source, {
    ...{ name: `${backups.name}-move`, backups, readOnly: true, reaches: true },
    sources: volumes.map(({ name }) => name),
    paths: volumes.map(({ volume }) => volumePath(service, volume)),
    script: lastSetScript(subject, { owner: sourceBackups.owner ?? "", epoch, place }),
  });
  return said.trim();
}

/** The set that an earlier run of the same move has made, where nobody has written since. */
export const setOfEpoch = (
  { volumes, service }: Subject,
  { places, users }: Source,
  epoch: number,
  place: string,
): Manifest | undefined =>
  users.some(isRunning)
    ? undefined
    : places
        .find((one) => one.place === place)
        ?.manifests.find(
          (one) =>
            one.epoch === epoch &&
            volumes.every(({ volume }) =>
              one.parts.some((part) => part.service === service && part.volume === volume),
            ),
        );
