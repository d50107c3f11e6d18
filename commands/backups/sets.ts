import type { Counts } from "../databases/counts";

/** A set as its end says it; its snapshots are restic's. */
export interface Manifest {
  readonly version: number;
  readonly set: string;
  /** When it was begun, in seconds since 1970. */
  readonly time: number;
  readonly epoch: number;
  /** Project, environment and host. */
  readonly owner: string;
  readonly complete: boolean;
  readonly parts: readonly ManifestPart[];
  readonly failed: readonly { readonly service: string; readonly volume: string; readonly reason: string }[];
  readonly images: Readonly<Record<string, { readonly image: string; readonly id: string }>>;
}

/** What a set has of one volume, or of one database. */
export type ManifestPart = VolumePart | DumpPart;

interface SetPart {
  readonly service: string;
  readonly volume: string;
  readonly root: string;
  readonly snapshot: string;
  readonly files: number;
  readonly bytes: number;
}

export interface VolumePart extends SetPart {
  readonly owner: { readonly uid: number; readonly gid: number; readonly mode: string };
  /** Paths within the volume that were left out. @default none, or an earlier version made it */
  readonly except?: readonly string[];
  /** Databases of SQLite that were not there yet. @default none */
  readonly absent?: readonly string[];
}

export interface DumpPart extends SetPart {
  readonly kind: "database";
  /** Kind of its server, and the series of its version. */
  readonly engine: string;
  /** Rows by table, just before the dump and just after. */
  readonly counts: { readonly before: Counts; readonly after: Counts };
}

export const isDump = (part: ManifestPart): part is DumpPart => "kind" in part && part.kind === "database";

/** A set in a repository, as its list has it. */
export interface ListedSet {
  readonly id: string;
  readonly set: string;
  readonly epoch: number;
  readonly complete: boolean;
}

/** A repository, and what came of the last run there. */
export interface PlaceAnswer {
  readonly place: string;
  readonly shown: string;
  /** When the last run was, in seconds. @default there was none */
  readonly time?: number | null;
  /** What was wrong then, or empty. */
  readonly problem: string;
  readonly warned: string;
  /** The newest first; undefined where it does not answer. */
  readonly sets?: readonly ListedSet[];
  /** Why it does not tell them, in words. @default it does */
  readonly silence?: string;
  /** Ends of the newest sets, in the same order. */
  readonly manifests: readonly Manifest[];
}

interface Snapshot {
  readonly id: string;
  readonly tags?: readonly string[];
}

/** Reads the list of sets as restic writes it, the newest first: by their epoch, then by their time. */
export function readSets(snapshots: readonly Snapshot[]): ListedSet[] {
  return snapshots
    .flatMap(({ id, tags = [] }) => {
      const set = tags.find((one) => one.startsWith("set-"))?.slice("set-".length);
      const epoch = Number(tags.find((one) => one.startsWith("epoch-"))?.slice("epoch-".length) ?? 0);
      return set === undefined ? [] : [{ id, set, epoch, complete: tags.includes("complete") }];
    })
    .sort((a, b) => b.epoch - a.epoch || (a.set < b.set ? 1 : -1));
}

/** A set's time, which is its name: `20261128T031500Z`. */
export const timeOf = (set: string): number =>
  Date.parse(set.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
