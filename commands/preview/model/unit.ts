import type { Role } from "../../shared/declared/facts";
import type { Believed, Port } from "../read/facts";
import type { Where } from "./data";

/** What a container is for. */
export type UnitKind = Exclude<Role, "other"> | "container" | "application";

/** How a change comes into effect, the hardest first. */
export const ways = [
  /** Its containers are made on another host. */
  "moved",
  /** The old container stops before the new one starts. */
  "stop-first",
  /** Replaced, and the engine was not asked in which order. */
  "replaced",
  "removed",
  /** It was missing on its host. */
  "restored",
  /** The new containers serve before the old ones go. */
  "start-first",
  "new",
  /** Containers come or go beside those that stay. */
  "scaled",
  /** The running containers are changed. */
  "in-place",
  /** A proxy takes another configuration; no container changes. */
  "reload",
] as const;

export type Way = (typeof ways)[number];

export interface Change<T> {
  readonly before: T;
  readonly after: T;
}

/** A volume of a service. */
export interface VolumeChange {
  readonly name: string;
  /** What is left stays on its host, and no resource has it any more. */
  readonly change: "added" | "lost" | "left" | "kept";
}

/** Containers that do one thing, and what an update does to them. */
export interface UnitChange {
  readonly kind: UnitKind;
  readonly name: string;
  readonly change: "added" | "changed" | "removed";
  readonly way: Way;
  readonly containers: Change<number>;
  readonly domains: Change<readonly string[]>;
  /** Where nobody is asked for a password. */
  readonly openPaths: Change<readonly string[]>;
  /** Which service says who gets in, by further ports; its own is "". */
  readonly signIns: Change<Readonly<Record<string, string>>>;
  readonly image: Change<string | undefined>;
  /** Limit of each container, in mebibytes. */
  readonly memory: Change<number | undefined>;
  readonly ports: Change<readonly Port[]>;
  readonly host: Change<string | undefined>;
  /** All hosts on which it has containers. */
  readonly hosts: Change<readonly string[]>;
  readonly volumes: readonly VolumeChange[];
  /** Where its data are, by name. */
  readonly data: Change<Readonly<Record<string, Where>>>;
  /** Of a farm: whom it believes who a visitor is. */
  readonly believed: Change<Believed | undefined>;
  /**
   * How long it can be away at most where it is exchanged stop-first, in seconds.
   * @default not known
   */
  readonly gapSeconds?: number;
  /** Names of whatever else changes on a container. */
  readonly others: readonly string[];
}
