import { readImage } from "../../components/shared/image";
import type { Deployed } from "./state";

/** A container's image, and what exactly it is where its engine could say so. */
export interface RunningImage {
  readonly reference: string;
  /** `sha256:…` in its registry; absent for an image that came from none, or an engine that did not answer. */
  readonly digest: string | undefined;
}

/** What containers run, by their names. */
export type RunningImages = Readonly<Record<string, RunningImage>>;

/** Puts together what a stack's state says of images, and what engines say by container. */
export const runningImages = (
  containers: readonly Deployed[],
  repoDigests: Readonly<Record<string, readonly string[]>>,
): RunningImages =>
  Object.fromEntries(
    containers.map(({ name, id, image }) => [
      name,
      { reference: image, digest: digestOf(image, repoDigests[id] ?? []) },
    ]),
  );

/** What an image is exactly: an engine names its digest in each registry that it knows it from. */
export function digestOf(image: string, repoDigests: readonly string[]): string | undefined {
  const own = readImage(image);
  const known = repoDigests.map(readImage).find((one) => one !== undefined && one.name === own?.name);
  return own?.digest ?? known?.digest;
}

/** @returns an image's name with its digest, so that it can be nothing else. */
export const pinned = ({ reference, digest }: RunningImage): string =>
  digest === undefined || reference.includes("@") ? reference : `${reference}@${digest}`;

/** @returns whether two are the same: by digest where both have one. */
export const isSameImage = (a: RunningImage, b: RunningImage): boolean =>
  a.digest !== undefined && b.digest !== undefined ? a.digest === b.digest : a.reference === b.reference;
