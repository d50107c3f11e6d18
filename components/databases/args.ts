import type * as pulumi from "@pulumi/pulumi";
import type { EnvironmentNetwork } from "../network/environmentNetwork";
import type { Limits } from "../shared/hardening";

/** Servers of databases that there is a way to start, to ask and to dump. */
export type DatabaseKind = "postgres" | "mariadb" | "mysql" | "mongodb" | "valkey" | "redis";

/** Which server it is. */
export interface DatabaseEngineArgs {
  readonly kind: DatabaseKind;
  /**
   * The official image, or one that starts as it does, with a tag that begins with the version. Another major version is
   * refused: it does not start on the data of the one before.
   * @default the official one
   */
  readonly image?: string;
  /**
   * Of `mariadb` and `mysql`: whether tables may be dumped whose engine knows no transactions (MyISAM, Aria). What is written
   * while they are dumped is of another moment than the rest.
   * @default false: a dump with such tables fails, by the table's name
   */
  readonly nonTransactional?: boolean;
}

/** What becomes of production's data where another environment rehearses with them. */
export interface Rehearsal {
  /**
   * What is run in them before any application starts, in the server's own language, or `none`: what takes out of them what
   * nobody may see or write to there.
   */
  readonly scrub: string;
  /**
   * A question to which the data answer `t`, `true` or `1` where they are as they have to be. It is asked once they are
   * scrubbed, and again once all runs.
   * @default nothing is asked
   */
  readonly holds?: string;
}

/** A database, as a component of its own or as a part of an application. */
export interface DatabaseSettings {
  readonly engine: DatabaseEngineArgs;
  /**
   * What the database is called, in the server. Valkey and Redis have numbers, and no names.
   * @default the component's or application's name, with underscores in place of hyphens
   */
  readonly database?: string;
  /**
   * Who may do all in it. Valkey and Redis have none but their own, `default`.
   * @default what the database is called
   */
  readonly user?: string;
  /**
   * The user's password, of 8 characters or more; give a secret. A new one is told to the server at the next start.
   * @default a random one of 32 letters and digits
   */
  readonly password?: pulumi.Input<string>;
  /** @default 512MiB of memory (192MiB for Valkey and Redis), 1 processor; the server is told to keep within the memory */
  readonly limits?: Limits;
  /**
   * How long the server has to write down what it knows when it ends, in seconds, before it is killed.
   * @default 120
   */
  readonly stopSeconds?: number;
  /**
   * How long it may take to start, in seconds, as after a power cut.
   * @default 180
   */
  readonly startSeconds?: number;
  /**
   * Engine's name of a volume with such data that is there already; it belongs to whoever made it.
   * @default a volume of its own, which is kept when the database goes, and found again when it returns
   */
  readonly existing?: string;
  /**
   * What backs it up where `Backups` does not: in words, or `none` where its data may be lost.
   * @default a dump by `Backups`
   */
  readonly backup?: string;
  /**
   * How `homeport rehearse` treats its data in another environment. A rehearsal with a set that has it is refused without.
   * @default nobody rehearses with it
   */
  readonly rehearsal?: Rehearsal;
}

/** Settings of a database that the services of an environment share, or one of them has. */
export interface DatabaseArgs extends DatabaseSettings {
  /** The network in which services find it under its name. */
  readonly network: EnvironmentNetwork;
}
