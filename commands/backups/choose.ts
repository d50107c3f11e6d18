import { npx } from "../../components/shared/npx";
import { count } from "../shared/count";
import type { Manifest, ManifestPart } from "./sets";
import { timeOf } from "./sets";

/** What is looked for. */
export interface Wanted {
  readonly service: string;
  /** All of these have to be in it. */
  readonly volumes: readonly string[];
  /** The name of one set. @default the newest */
  readonly set?: string;
}

/** A set that has what is looked for. */
export interface Chosen {
  readonly manifest: Manifest;
  /** In the order in which they were asked for. */
  readonly parts: readonly [ManifestPart, ...ManifestPart[]];
}

/** How far ahead another machine's clock may be, in milliseconds. */
const aheadAllowed = 86_400_000;
/** What is smaller than the set before by more than this was perhaps emptied, or is not what it says. */
const leastPart = 0.5;

/** A volume as sets know it. */
export type Key = Pick<ManifestPart, "service" | "volume">;

/** Chooses the set from which volumes of a service come. */
export const choose = (manifests: readonly Manifest[], { service, volumes, set }: Wanted, now: number) =>
  chooseFor(
    manifests,
    volumes.map((volume) => ({ service, volume })),
    set,
    now,
  );

/**
 * Chooses the set from which volumes come: the newest by its epoch, then by its time. One from the future counts for
 * nothing, and one that has shrunk to less than half is not taken by itself.
 * @param manifests in any order
 * @param keys all of them have to be in it
 * @param set the name of one; by default the newest
 */
export function chooseFor(
  manifests: readonly Manifest[],
  keys: readonly Key[],
  set: string | undefined,
  now: number,
): Chosen | { readonly refused: string } {
  const what = keys.map(({ service, volume }) => `${service}/${volume}`).join(" and ");
  const all = manifests
    .flatMap((manifest) => {
      const [first, ...more] = keys.flatMap(
        ({ service, volume }) =>
          manifest.parts.find((one) => one.service === service && one.volume === volume) ?? [],
      );
      return first && more.length + 1 === keys.length ? [{ manifest, parts: [first, ...more] as const }] : [];
    })
    .sort((a, b) => b.manifest.epoch - a.manifest.epoch || b.manifest.time - a.manifest.time);
  const isDue = ({ manifest }: Chosen) => timeOf(manifest.set) <= now + aheadAllowed;
  const having = set === undefined ? all.filter(isDue) : all;
  if (set !== undefined) {
    const named = having.find(({ manifest }) => manifest.set === set);
    return named ?? { refused: `--set: no set ${JSON.stringify(set)} has ${what}; ${listOf(having)}` };
  }
  const [newest, before] = having;
  if (!newest) return { refused: noneOf(what, manifests, all) };
  for (const [at, part] of newest.parts.entries()) {
    const former = before?.parts[at];
    if (before && former && shrunk(part, former))
      return {
        refused: `the newest set ${newest.manifest.set} has ${sizeOf(part)} of ${part.service}/${part.volume}, the one before ${sizeOf(former)}: it may have been emptied before it was backed up; say which: --set ${before.manifest.set} or --set ${newest.manifest.set}`,
      };
  }
  return newest;
}

const shrunk = (now: ManifestPart, before: ManifestPart): boolean =>
  now.bytes < before.bytes * leastPart || now.files < before.files * leastPart;

const sizeOf = ({ files, bytes }: ManifestPart): string =>
  `${count(files, "file")} with ${count(bytes, "byte")}`;

const listOf = (having: readonly Chosen[]): string =>
  having.length === 0
    ? "none does"
    : `the newest that do: ${having
        .slice(0, 5)
        .map(({ manifest }) => manifest.set)
        .join(", ")}`;

/** Why no set is taken by itself. */
function noneOf(what: string, manifests: readonly Manifest[], ahead: readonly Chosen[]): string {
  const namesOf = (some: readonly Manifest[]) => some.map(({ set }) => set).toSorted();
  const [future] = ahead;
  if (future)
    return `${namesOf(ahead.map(({ manifest }) => manifest)).join(", ")}: from the future, as where a clock was wrong, and so not taken by itself: --set ${future.manifest.set}`;
  if (manifests.length === 0) return "there is no set yet";
  return `none of the newest sets has ${what} (${namesOf(manifests).join(", ")}); ${npx("homeport backup --list")} shows what each one has, and --set takes another one`;
}
