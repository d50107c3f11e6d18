import { dataVolume } from "../../../components/databases/dumped";
import { engineLabel, skewProblem } from "../../../components/databases/version";
import type { Chosen } from "../../backups/choose";
import type { FoundBackups } from "../../backups/find";
import { isDump, type ManifestPart } from "../../backups/sets";
import { Failure } from "../../shared/failure";
import { bytes } from "../../status/render/units";
import { lookFor } from "../look";
import { setIn, type WhichSet } from "../which";
import { brought, named, type Standing } from "./look";
import type { Fetched } from "./scripts";
import { type Target, usersOf } from "./target";

/** What a restore that begins takes its data from. */
export interface Plan {
  readonly shown: string;
  readonly chosen: Chosen;
  /** In the order of the volumes. */
  readonly fetched: readonly Fetched[];
  /** What is another image now than it was. */
  readonly images: readonly string[];
}

/** Paths of a volume that no set has: as it was when this one was made, and as the program says now. */
export const exceptOf = (part: ManifestPart, excepts: FoundBackups["excepts"]): string[] => [
  ...new Set([
    ...(isDump(part) ? [] : (part.except ?? [])),
    ...(excepts[`${part.service}/${part.volume}`] ?? []),
  ]),
];

/** Room that is left on a disk beside what is written there, as a part of it. */
const spare = 0.05;

/**
 * Chooses the set, and looks whether it can be restored here.
 * @throws Failure where it cannot be; nothing has changed.
 */
export async function planOf(target: Target, wanted: readonly Standing[], which: WhichSet): Promise<Plan> {
  const { service, backups, place } = target;
  const volumes = wanted.map(({ volume }) => volume);
  const { excepts } = backups;
  const { shown, chosen, place: number } = await setIn(backups, { service, volumes }, which, place.variables);
  isOurs(target, chosen);
  isRead(service, wanted, chosen);
  const fetched = await Promise.all(
    chosen.parts.map(async (part): Promise<Fetched> => {
      if (isDump(part)) return { place: number, set: chosen.manifest.set, part, paths: [] };
      const { paths } = await lookFor(backups, { place: number, part, path: "." }, place.variables);
      const except = exceptOf(part, excepts);
      return { place: number, set: chosen.manifest.set, part, paths, except };
    }),
  );
  hasRoom(named(service, wanted), wanted, chosen);
  return { shown, chosen, fetched, images: imagesOf(target, chosen) };
}

/** @throws Failure where a set is not what these backups made. */
export function isOurs({ backups }: Pick<Target, "backups">, { manifest: { set, owner } }: Chosen): void {
  if (backups.owner !== undefined && owner !== backups.owner)
    throw new Failure(
      `the set ${set} is of ${owner}, and this is ${backups.owner} (project, environment, host): data of another one are not restored over these`,
    );
}

/** Whether what is there now takes what the set has: a server another one's dump, and files no dump. */
function isRead(service: string, wanted: readonly Standing[], { manifest: { set }, parts }: Chosen): void {
  for (const [at, { volume, server }] of wanted.entries()) {
    const part = parts[at];
    const dumped = part && isDump(part) ? part.engine : undefined;
    const problem =
      dumped !== undefined && server
        ? skewProblem(dumped, server.labels[engineLabel] ?? "")
        : (dumped === undefined) !== (server === undefined) &&
          `the set has ${dumped === undefined ? "files" : `a dump of ${dumped}`} of it, and it is ${server ? "a database" : "a volume of files"} now`;
    if (problem) throw new Failure(`${service}/${volume}, from the set ${set}: ${problem}`);
  }
}

/** A dump has no indexes, and a server keeps a journal of what it is told. */
export const needs = (part: ManifestPart): number => (isDump(part) ? 2 * part.bytes + 2 ** 28 : part.bytes);

/** @throws Failure where a disk has no room for them beside what is there. */
export function hasRoom(what: string, wanted: readonly Standing[], { parts }: Pick<Chosen, "parts">): void {
  const needed = new Map<string, number>();
  const given = new Map<string, number>();
  for (const { disk, phase, beside } of wanted)
    if ([...brought, "undone"].includes(phase)) given.set(disk, (given.get(disk) ?? 0) + beside);
  for (const [at, { disk }] of wanted.entries())
    needed.set(disk, (needed.get(disk) ?? 0) + (parts[at] ? needs(parts[at]) : 0) * (1 + spare));
  for (const { disk, free } of wanted) {
    const all = needed.get(disk) ?? 0;
    // What an earlier one has left goes first.
    const room = free + (given.get(disk) ?? 0);
    if (all > room)
      throw new Failure(
        `no room for ${what}: ${bytes(all)} are needed beside what is there, and ${disk} has ${bytes(room)} left`,
      );
  }
}

/** What its containers run now, beside what they ran then. */
function imagesOf(target: Target, { manifest }: Chosen): string[] {
  const told = usersOf(target).flatMap(({ image, imageId, labels }) => {
    const component = labels["homeport.component"] ?? "";
    const then = manifest.images[component] ?? manifest.images[`${component}/${dataVolume}`];
    return then === undefined || then.id === imageId
      ? []
      : [
          `the image of ${component} is ${image} now, and was ${then.image} (${then.id.slice(0, 19)}) in the set`,
        ];
  });
  return [...new Set(told)];
}
