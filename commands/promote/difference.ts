import { isDeepStrictEqual } from "node:util";
import type { LastUpdate, Setting } from "../shared/history";
import { isSameImage, type RunningImage, type RunningImages } from "../shared/runningImages";

/** What a stack runs. */
export interface Environment {
  readonly stack: string;
  readonly images: RunningImages;
  readonly update: LastUpdate;
}

/** An image that one stack runs and the other does not; absent on the side that has no such container. */
export interface ImageDifference {
  readonly containers: readonly string[];
  readonly from: RunningImage | undefined;
  readonly to: RunningImage | undefined;
}

/** A setting that two stacks had otherwise when they were updated. */
export interface SettingDifference {
  readonly key: string;
  readonly from: Setting | undefined;
  readonly to: Setting | undefined;
}

/** What one stack runs and another does not. */
export interface Difference {
  readonly images: readonly ImageDifference[];
  readonly settings: readonly SettingDifference[];
}

/** @param mayDiffer whether a setting is one that every stack has for itself */
export const compare = (
  from: Environment,
  to: Pick<Environment, "images"> & { readonly update?: LastUpdate },
  mayDiffer: (key: string) => boolean,
): Difference => ({
  images: compareImages(from.images, to.images),
  settings: compareSettings(from.update.settings, to.update?.settings ?? {}).filter(
    ({ key }) => !mayDiffer(key),
  ),
});

/** Containers with the same change are one difference: replicas, and services of one image. */
function compareImages(from: RunningImages, to: RunningImages): ImageDifference[] {
  const changed = keysOf(from, to)
    .map((name) => ({ name, from: from[name], to: to[name] }))
    .filter((one) => !one.from || !one.to || !isSameImage(one.from, one.to));
  const groups = new Map<string, typeof changed>();
  for (const one of changed) {
    const key = JSON.stringify([one.from, one.to]);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].map((group) => ({
    containers: group.map(({ name }) => name),
    from: group[0]?.from,
    to: group[0]?.to,
  }));
}

/** Of secrets, it is known that there is one, and not which. */
const compareSettings = (from: LastUpdate["settings"], to: LastUpdate["settings"]): SettingDifference[] =>
  keysOf(from, to)
    .map((key) => ({ key, from: from[key], to: to[key] }))
    .filter((one) => !isDeepStrictEqual(one.from, one.to));

const keysOf = (a: object, b: object): string[] =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
