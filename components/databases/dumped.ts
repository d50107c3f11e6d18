import type * as pulumi from "@pulumi/pulumi";
import type { Source } from "../containers/place";
import type { DockerHost } from "../hosts/dockerHost/component";
import type { Server } from "./server";

/** A database that `Backups` has dumped. */
export interface DumpedDatabase {
  /** Whose it is, and what its volume is called there: by these, sets know it. */
  readonly service: string;
  readonly volume: string;
  readonly server: Server;
  /** Where its data are. */
  readonly source: Source;
  readonly host: DockerHost;
  /** The engine's name of a network in which it has the address. */
  readonly network: pulumi.Input<string>;
  readonly address: string;
  readonly password: pulumi.Output<string>;
}

/** What the volume of a database outside of applications is called. */
export const dataVolume = "data";

/** How the volume of a database is backed up: by a dump. */
export interface DatabaseBackup {
  readonly kind: "database";
}

export const byDump: DatabaseBackup = { kind: "database" };
