import type { Rehearsal } from "../../../components/databases/args";
import type { VolumeBackup } from "../../../components/services/volumeBackup";
import type { Engine } from "../state";

/** What a container is for. */
export type Role =
  | "service"
  | "job"
  | "farm"
  | "router"
  | "gate"
  | "hairpin"
  | "keeper"
  | "issuer"
  | "backups"
  | "dumper"
  | "pinger"
  | "sweeper"
  | "door"
  | "port"
  | "monitor"
  | "other";

/** A host as a state has it. */
export interface DeclaredHost {
  readonly name: string;
  /** URN of its component. @default it is in no state */
  readonly urn?: string;
  /** How its engine is reached; undefined where that is a secret. */
  readonly engine: Engine | undefined;
}

/** A container that a state has. */
export interface DeclaredContainer {
  readonly id: string;
  readonly name: string;
  /** The resource's name in the program. */
  readonly resource: string;
  readonly host: string;
  readonly image: string;
  /** The service or proxy that it belongs to. */
  readonly unit: string;
  readonly role: Role;
  /** Of a server of a database: its kind, and the series of its version. */
  readonly engine?: string;
  /** Whether a look for drift leaves it where it is when it has ended: of others, the provider removes it. */
  readonly mayEnd: boolean;
}

/** A volume with data that a state has. */
export interface DeclaredVolume {
  readonly name: string;
  readonly host: string;
  readonly service: string;
  readonly volume: string;
  /** @default not said */
  readonly backup?: VolumeBackup;
}

/** What backs up an environment on one host. */
export interface DeclaredBackups {
  readonly name: string;
  readonly host: string;
  /** As `wiki/files`: service and volume. */
  readonly volumes: readonly string[];
  /** How people call the repositories. @default they are not known */
  readonly repositories?: readonly string[];
  /** Seconds between two sets. @default it is not known */
  readonly everySeconds?: number;
  /** Whose sets they are: project, environment and host. @default it is not known */
  readonly owner?: string;
}

/** A port of a service beside HTTP. */
export interface DeclaredPort {
  readonly name: string;
  /** The service that it leads to, as farm and router call it. */
  readonly service: string;
  /** Where it is published: `tcp://0.0.0.0:2222`. */
  readonly address: string;
}

/** What watches an environment. */
export interface DeclaredMonitor {
  readonly name: string;
  readonly host: string;
  /** The kinds of its receivers; none where nobody is told. */
  readonly tells: readonly string[];
  /** Whether somebody waits for its heartbeat. */
  readonly deadMan: boolean;
}

/** What a state says that an engine can be asked about. */
export interface Declared {
  readonly hosts: readonly DeclaredHost[];
  readonly containers: readonly DeclaredContainer[];
  /** Those of the version before that the state will have removed by the next update: where the last one failed, they may serve. */
  readonly former: readonly DeclaredContainer[];
  readonly volumes: readonly DeclaredVolume[];
  readonly backups: readonly DeclaredBackups[];
  readonly monitors: readonly DeclaredMonitor[];
  /** What becomes of the data of databases in a rehearsal, by service and volume: `wiki-db/data`. */
  readonly rehearsals: Readonly<Record<string, Rehearsal>>;
  /** The engine's names of networks. */
  readonly networks: readonly string[];
  /** What each service serves, and the farms' addresses, by their names. */
  readonly serves: Readonly<Record<string, readonly string[]>>;
  /** Names of services that routers lead to, whether visitors come by HTTP or by ports beside it. */
  readonly routed: readonly string[];
  /** Ports of services beside HTTP: those that doors hold, and those of UDP that containers publish. */
  readonly ports: readonly DeclaredPort[];
  /** What its containers have in their labels as their environment. */
  readonly environments: readonly string[];
  /** Names of all that the state will have removed by the next update. */
  readonly going: readonly string[];
  /** What an update had begun when it was cut off, in words. */
  readonly pending: readonly string[];
}
