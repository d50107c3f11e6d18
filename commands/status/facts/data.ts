import type { Phase } from "../../../components/backups/swap";
import type { VolumeBackup } from "../../../components/services/volumeBackup";
import type { Asked } from "./asked";

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
