import type { Phase } from "../../components/backups/swap";
import type { VolumeBackup } from "../../components/services/volumeBackup";
import type { AlertFacts } from "../alert/alerts";
import type { Role } from "../shared/declared/facts";

/** An answer, or why there is none, in words: what cannot be asked keeps nobody from the rest. */
export type Asked<T> = { readonly known: T } | { readonly notAsked: string };

/** What is known of a home at one moment: with the findings, the form of `homeport status --json`. */
export interface HomeFacts {
  readonly project: string;
  /** When it was asked; all times are as ISO 8601 says them. */
  readonly askedAt: string;
  readonly environments: readonly EnvironmentFacts[];
  /** Stacks whose state could not be read, and why. */
  readonly notAsked: readonly { readonly stack: string; readonly why: string }[];
  /** What one environment runs and another does not yet. */
  readonly behind: readonly BehindFacts[];
}

/** One environment, as its state says it and its hosts' engines have it. */
export interface EnvironmentFacts {
  readonly stack: string;
  /** @default it was never updated, or its history cannot be read */
  readonly update?: UpdateFacts;
  /** What an update had begun when it was cut off. */
  readonly pending: readonly string[];
  /** @default it is awake */
  readonly asleep?: AsleepFacts;
  readonly hosts: readonly HostFacts[];
  readonly services: readonly UnitFacts[];
  /** Farm, routers, gates, hairpins, and who cares for certificates. */
  readonly proxies: readonly UnitFacts[];
  /** What the farm says of those that it sends visitors to. */
  readonly farm: Asked<readonly ServerFacts[]>;
  readonly certificates: Asked<readonly CertificateFacts[]>;
  /** What the pages say of services under maintenance, by the farm's names of them; none where it could not be asked. */
  readonly maintenance: Readonly<Record<string, string>>;
  readonly volumes: readonly VolumeFacts[];
  /** Moves of data to another host that did not come to their end. */
  readonly moving: readonly MovingFacts[];
  /** What makes backups, one for each host. */
  readonly backups: readonly BackupFacts[];
  /** What watches it, and finds. */
  readonly monitors: readonly MonitorFacts[];
  /** Containers of the environment, or on its network, that its state does not know. */
  readonly foreign: readonly ForeignFacts[];
}

/** An environment that was put to sleep. */
export interface AsleepFacts {
  readonly since: string;
  /** Containers that run nevertheless: it was cut off while it went to sleep or was woken, or somebody started them. */
  readonly running: readonly string[];
  /** Whether a rehearsal has stopped it, and did not come to its end. */
  readonly isExchanged: boolean;
}

/** The last update of a stack. */
export interface UpdateFacts {
  readonly succeeded: boolean;
  readonly ended: string;
  /** @default nobody knows it */
  readonly commit?: string;
  /** What went wrong first, in a line. @default nothing did, or this machine did not see it */
  readonly error?: string;
}

export interface HostFacts {
  readonly name: string;
  /** How its engine is reached, over SSH by the host's address; empty for the one that `docker` uses. */
  readonly endpoint: string;
  /** The machine on the way to it, as `ssh -J` takes it. @default it is reached directly */
  readonly jump?: string;
  /** The version of its engine. */
  readonly engine: Asked<string>;
  /** Why sizes of volumes, memory or digests are not known, where its engine answers otherwise. */
  readonly notAsked: readonly string[];
}

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

export interface VolumeFacts {
  readonly service: string;
  /** Its name within the service. */
  readonly volume: string;
  /** The engine's name. */
  readonly name: string;
  readonly host: string;
  readonly there: "yes" | "missing" | "unknown";
  /** In bytes. @default it is not known */
  readonly size?: number;
  /** How it is backed up, or in the program's words by what. @default not said */
  readonly backup?: VolumeBackup;
  /** Name of the `Backups` that back it up. @default none do */
  readonly by?: string;
  /** When the newest set that has it was begun. @default there is none, or it is not known */
  readonly backedUp?: string;
}

/** A move of a service's data that was begun. */
export interface MovingFacts {
  readonly service: string;
  readonly from: string;
  readonly to: string;
}

/** What makes backups on one host. */
export interface BackupFacts {
  readonly name: string;
  readonly host: string;
  /** As `wiki/files`: service and volume. */
  readonly volumes: readonly string[];
  /** Seconds between two sets. @default it is not known */
  readonly everySeconds?: number;
  readonly runs: Asked<{
    /** When the newest set was begun that has each volume. */
    readonly newest: Readonly<Record<string, string>>;
    /** The last rehearsal with its sets. @default there was none */
    readonly rehearsed?: RehearsedFacts;
    readonly places: readonly PlaceFacts[];
  }>;
  /** Whether its container runs. */
  readonly isRunning: boolean;
  /** Whether data are exchanged at this moment. */
  readonly isExchanging: boolean;
  /** What restores have left in its volumes. */
  readonly kept: Asked<readonly KeptFacts[]>;
}

/** What lies beside the data in use of a volume: what a restore has brought, or the data from before one. */
export interface KeptFacts {
  readonly service: string;
  readonly volume: string;
  /** How far the exchange is. */
  readonly phase: Phase;
  /** The set that it is of; empty where that is not known. */
  readonly set: string;
  /** The environment whose set that is. @default its own */
  readonly from?: string;
  /** In which the host has run since. */
  readonly hours: number;
  /** In bytes; 0 of what is kept on purpose. */
  readonly beside: number;
}

/** A rehearsal with an environment's backups. */
export interface RehearsedFacts {
  readonly at: string;
  /** Whether all held. */
  readonly ok: boolean;
  /** The environment that they were brought up in. */
  readonly to: string;
}

/** A repository, and what came of the last run there. */
export interface PlaceFacts {
  readonly shown: string;
  /** When that run was: what it found may have been mended since. */
  readonly at: string;
  /** What went wrong; empty where nothing did. */
  readonly problem: string;
  /** What went well enough. */
  readonly warned: string;
}

/** What watches an environment. */
export interface MonitorFacts {
  readonly name: string;
  readonly alerts: Asked<readonly AlertFacts[]>;
}

export interface ForeignFacts {
  readonly name: string;
  readonly host: string;
  /** The service or proxy that its labels say. @default they say none */
  readonly component?: string;
  /** In the engine's words: `running`, `exited`, … */
  readonly state: string;
  /** By what it is here. */
  readonly by: "labels" | "network" | "name";
}

/** What one environment runs and another, in which only what has run elsewhere is to run, does not. */
export interface BehindFacts {
  readonly from: string;
  readonly to: string;
  readonly images: readonly {
    readonly containers: readonly string[];
    readonly from?: string;
    readonly to?: string;
  }[];
  /** Settings that differ, without what they say: whether each is set there. */
  readonly settings: readonly { readonly key: string; readonly from: boolean; readonly to: boolean }[];
}
