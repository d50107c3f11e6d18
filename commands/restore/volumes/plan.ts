import type { Chosen } from "../../backups/choose";
import { Failure } from "../../shared/failure";
import { bytes } from "../../status/render/units";
import { lookFor } from "../look";
import { setIn, type WhichSet } from "../which";
import { named, type Standing } from "./look";
import type { Fetched } from "./scripts";
import type { Target } from "./target";

/** What a restore that begins takes its data from. */
export interface Plan {
  readonly shown: string;
  readonly chosen: Chosen;
  /** In the order of the volumes. */
  readonly fetched: readonly Fetched[];
  /** What is another image now than it was. */
  readonly images: readonly string[];
}

/** Room that is left on a disk beside what is written there, as a part of it. */
const spare = 0.05;

/**
 * Chooses the set, and looks whether it can be restored here.
 * @throws Failure where it cannot be; nothing has changed.
 */
export async function planOf(target: Target, wanted: readonly Standing[], which: WhichSet): Promise<Plan> {
  const { service, backups, place } = target;
  const volumes = wanted.map(({ volume }) => volume);
  const { shown, chosen, place: number } = await setIn(backups, { service, volumes }, which, place.variables);
  isOurs(target, chosen);
  const fetched = await Promise.all(
    chosen.parts.map(async (part): Promise<Fetched> => {
      const { paths } = await lookFor(backups, { place: number, part, path: "." }, place.variables);
      return { place: number, set: chosen.manifest.set, part, paths };
    }),
  );
  hasRoom(service, wanted, chosen);
  return { shown, chosen, fetched, images: imagesOf(target, chosen) };
}

function isOurs({ backups }: Target, { manifest: { set, owner } }: Chosen): void {
  if (backups.owner !== undefined && owner !== backups.owner)
    throw new Failure(
      `the set ${set} is of ${owner}, and this is ${backups.owner} (project, environment, host): data of another one are not restored over these`,
    );
}

function hasRoom(service: string, wanted: readonly Standing[], { parts }: Chosen): void {
  const needed = new Map<string, number>();
  for (const [at, { disk }] of wanted.entries())
    needed.set(disk, (needed.get(disk) ?? 0) + (parts[at]?.bytes ?? 0) * (1 + spare));
  for (const { disk, free } of wanted) {
    const all = needed.get(disk) ?? 0;
    if (all > free)
      throw new Failure(
        `no room for ${named(service, wanted)}: ${bytes(all)} are needed beside what is there, and ${disk} has ${bytes(free)} left`,
      );
  }
}

function imagesOf({ service, users }: Target, { manifest }: Chosen): string[] {
  const then = manifest.images[service];
  const now = users.find(({ imageId }) => imageId !== then?.id);
  return then && now
    ? [`its image is ${now.image} now, and was ${then.image} (${then.id.slice(0, 19)}) in the set`]
    : [];
}
