import type * as pulumi from "@pulumi/pulumi";
import type { Application } from "../applications/component";
import type { Database } from "../databases/component";
import type { EnvironmentNetwork } from "../network/environmentNetwork";
import type { DomainService } from "../services/component";
import type { Limits } from "../shared/hardening";
import type { Repository } from "./repository";

/** When sets are made. One that was due while the machine was off is made when it is on again, once. */
export type Schedule = DailySchedule | OftenSchedule;

/** Once a day. */
export interface DailySchedule {
  /** `03:15`. */
  readonly at: string;
  /**
   * Whose time that is: `Europe/Vienna`.
   * @default UTC
   */
  readonly timeZone?: string;
}

/** Several times a day. */
export interface OftenSchedule {
  readonly everyMinutes: number;
}

/** How long sets are kept, each time as `14d`, `3m`, `1y` or several of them: `1y6m`. */
export interface Keep {
  /**
   * So long all of them.
   * @default 14d
   */
  readonly all?: string;
  /**
   * So long the last one of each day.
   * @default 60d
   */
  readonly daily?: string;
  /**
   * So long the last one of each month.
   * @default 1y
   */
  readonly monthly?: string;
}

/** Settings of an environment's backups on one host. */
export interface BackupsArgs {
  /** The environment's network on the host whose volumes they are. */
  readonly network: EnvironmentNetwork;
  /**
   * What is backed up on the host: of services and applications, all volumes that say `{ kind: … }` as their `backup`;
   * databases, and those of applications.
   */
  readonly of: readonly (DomainService | Database | Application)[];
  readonly repository: Repository;
  /** The password that encrypts all repositories. Without it nothing can be restored: keep it elsewhere too. */
  readonly encryption: pulumi.Input<string>;
  /** @default { at: "03:15" } */
  readonly schedule?: Schedule;
  /** @default { all: "14d", daily: "60d", monthly: "1y" } */
  readonly keep?: Keep;
  /**
   * Who removes old sets: this host, or somebody else, as where it may only add to the repository.
   * @default here
   */
  readonly prune?: "here" | "elsewhere";
  /**
   * How much of each repository is read again every day, in percent: what is read in turns is read whole in the end.
   * @default 4
   */
  readonly checkPercent?: number;
  /**
   * Further repositories, in which each set is made once more, from the volumes and not from the first.
   * @default none
   */
  readonly copies?: readonly Repository[];
  /**
   * URL that is asked for once a set is complete in every repository, of a service that sounds an alarm where it is not.
   * @default nobody is told
   */
  readonly ping?: pulumi.Input<string>;
  /**
   * restic 0.17.1 or later, with a shell, jq and ssh as in the official image.
   * @default the official one
   */
  readonly image?: string;
  /**
   * Python with its `sqlite3`: it copies databases of SQLite, and asks for `ping`.
   * @default the official one
   */
  readonly sqliteImage?: string;
  /** @default 384MiB of memory, 1 processor */
  readonly limits?: Limits;
}
