import type { AlertFacts } from "../../alert/alerts";
import type { Asked } from "./asked";
import type { BackupFacts, MovingFacts, VolumeFacts } from "./data";
import type { CertificateFacts, ServerFacts, UnitFacts } from "./units";

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

/** What watches an environment. */
export interface MonitorFacts {
  readonly name: string;
  readonly alerts: Asked<readonly AlertFacts[]>;
}
