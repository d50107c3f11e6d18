import type * as pulumi from "@pulumi/pulumi";
import type { HomeLimits } from "./containerParts";

/** A database of an application: a container with a volume of the same name. */
export interface HomeDatabase {
  /** Which server it is. */
  engine: HomeDatabaseEngine;
  /** What it is called in the server; the application's name, with underscores in place of hyphens, by default. */
  database?: string;
  /** Who may do all in it; what it is called by default. */
  user?: string;
  /** The user's password, of 8 characters or more; a random one by default. */
  password?: pulumi.Input<string>;
  /** How much of its host it may take; 512MiB of memory (192MiB for Valkey and Redis) and 1 processor by default. */
  limits?: HomeLimits;
  /** How long the server has to write down what it knows when it ends, in seconds; 120 by default. */
  stopSeconds?: number;
  /** How long it may take to start, in seconds, as after a power cut; 180 by default. */
  startSeconds?: number;
  /** Engine's name of a volume with such data that is there already and belongs to whoever made it. */
  existing?: string;
  /** What backs it up, in words, or "none" where its data may be lost; it backs up nothing by itself. */
  backup?: string;
  /** What becomes of its data where another environment rehearses with them; nobody does by default. */
  rehearsal?: HomeRehearsal;
}

/** What becomes of a database's data in a rehearsal. */
export interface HomeRehearsal {
  /** What is run in them before any application starts, in the server's own language, or "none". */
  scrub: string;
  /** A question to which they answer t, true or 1 where they are as they have to be. */
  holds?: string;
}

/** Which server a database is. */
export interface HomeDatabaseEngine {
  /** "postgres", "mariadb", "mysql", "mongodb", "valkey" or "redis". */
  kind: string;
  /** An image that starts as the official one does, with a tag that begins with the version; the official one by default. */
  image?: string;
  /** Of "mariadb" and "mysql": whether tables may be dumped whose engine knows no transactions. */
  nonTransactional?: boolean;
}
