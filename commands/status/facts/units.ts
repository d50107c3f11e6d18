import type { Role } from "../../shared/declared/facts";

/** A service, or another part of an environment, with all of its containers. */
export interface UnitFacts {
  readonly name: string;
  readonly role: Role;
  /** What is served: domains with their path; of a farm its addresses. */
  readonly serves: readonly string[];
  readonly containers: readonly ContainerFacts[];
  /**
   * Of a port, the containers that its door leads to, where all of them are gone. Doors are asked where an update has not come to its end.
   * @default somebody is there, or it was not asked
   */
  readonly leadsToGone?: readonly string[];
}

/**
 * What a container does. `running` is one that nobody watches the health of; `missing` is gone from its engine, and
 * `unknown` is on a host that could not be asked.
 */
export type Standing =
  | "running"
  | "healthy"
  | "starting"
  | "unhealthy"
  | "restarting"
  | "paused"
  | "stopped"
  /** Put to sleep with its environment. */
  | "asleep"
  /** A job that has ended well, or has nothing to do: the same was done before. */
  | "done"
  | "missing"
  | "unknown";

export interface ContainerFacts {
  /** The engine's name of it. */
  readonly name: string;
  /** Its name in the program: the same after each update. */
  readonly resource: string;
  readonly host: string;
  /** What the program says of its image. */
  readonly image: string;
  /** The image's digest in its registry. @default it came from none, or is not known */
  readonly digest?: string;
  /** The engine's own id of the image. @default it is not known */
  readonly imageId?: string;
  readonly standing: Standing;
  /** Since when it runs, or does not. @default it is not known */
  readonly since?: string;
  /** How long it may take to get healthy, while it starts. @default it does not, or nobody said */
  readonly startsUntil?: string;
  /** How it ended. @default it has not */
  readonly exitCode?: number;
  /** Why its engine could not start it, the last time. @default it could */
  readonly notStarted?: string;
  /** Whether the kernel ended it, this time or the last, as it wanted more memory than it may have. */
  readonly outOfMemory: boolean;
  /** How often its engine has started it again. */
  readonly restarts: number;
  readonly memory: MemoryFacts;
  /**
   * Services and ports whose visitors it gets, by name; none of one that an update made and that did not get ready. Routers and doors are
   * asked where an update has not come to its end.
   * @default they were not asked, or nobody is to be sent to it
   */
  readonly ledToBy?: readonly string[];
  /** Whether it is of the version before, which the last update has not removed. @default false */
  readonly former?: boolean;
}

/** In bytes. */
export interface MemoryFacts {
  /** @default it is not known */
  readonly used?: number;
  /** @default there is none */
  readonly limit?: number;
}

/** A server in the farm's statistics. */
export interface ServerFacts {
  /** The section that it is in. */
  readonly section: string;
  readonly name: string;
  readonly answers: boolean;
  /** What the last check found, in HAProxy's words. */
  readonly check: string;
}

export interface CertificateFacts {
  readonly domain: string;
  /** When the certificate ends that the farm shows. @default it shows none */
  readonly until?: string;
  /** Whether there is no usable certificate where they come from. */
  readonly problem: boolean;
}
