import type { Manifest, ManifestPart } from "./sets";
import { timeOf } from "./sets";

/** What is looked for. */
export interface Wanted {
  readonly service: string;
  readonly volume: string;
  /** The name of one set. @default the newest */
  readonly set?: string;
}

/** A set that has what is looked for. */
export interface Chosen {
  readonly manifest: Manifest;
  readonly part: ManifestPart;
}

/** How far ahead another machine's clock may be, in milliseconds. */
const aheadAllowed = 86_400_000;
/** What is smaller than the set before by more than this was perhaps emptied, or is not what it says. */
const leastPart = 0.5;

/**
 * Chooses the set from which a volume comes: the newest by its epoch, then by its time. One from the future counts for
 * nothing, and one that has shrunk to less than half is not taken by itself.
 * @param manifests in any order
 */
export function choose(
  manifests: readonly Manifest[],
  { service, volume, set }: Wanted,
  now: number,
): Chosen | { readonly refused: string } {
  const having = manifests
    .filter((one) => set !== undefined || timeOf(one.set) <= now + aheadAllowed)
    .flatMap((manifest) => {
      const part = manifest.parts.find((one) => one.service === service && one.volume === volume);
      return part ? [{ manifest, part }] : [];
    })
    .sort((a, b) => b.manifest.epoch - a.manifest.epoch || b.manifest.time - a.manifest.time);
  if (set !== undefined) {
    const named = having.find(({ manifest }) => manifest.set === set);
    return (
      named ?? { refused: `--set: no set ${JSON.stringify(set)} has ${service}/${volume}; ${listOf(having)}` }
    );
  }
  const [newest, before] = having;
  if (!newest) return { refused: `no set has ${service}/${volume} yet` };
  if (before && shrunk(newest.part, before.part))
    return {
      refused: `the newest set ${newest.manifest.set} has ${sizeOf(newest.part)} of ${service}/${volume}, the one before ${sizeOf(before.part)}: it may have been emptied before it was backed up; say which: --set ${before.manifest.set} or --set ${newest.manifest.set}`,
    };
  return newest;
}

const shrunk = (now: ManifestPart, before: ManifestPart): boolean =>
  now.bytes < before.bytes * leastPart || now.files < before.files * leastPart;

const sizeOf = ({ files, bytes }: ManifestPart): string => `${files} files with ${bytes} bytes`;

const listOf = (having: readonly Chosen[]): string =>
  having.length === 0
    ? "none does"
    : `the newest that do: ${having
        .slice(0, 5)
        .map(({ manifest }) => manifest.set)
        .join(", ")}`;
