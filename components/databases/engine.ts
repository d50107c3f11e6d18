import type { MemorySize } from "../shared/size";
import type { DatabaseKind } from "./args";

/** What a server is told of the database that it has. */
export interface Wanted {
  readonly database: string;
  readonly user: string;
  readonly password: string;
}

/** A version as the tag of an image says it: `17.6` is `[17, 6]`. */
export type Version = readonly number[];

/**
 * All that is known of one kind of server. The shells find user, database and the file of the password in
 * `HOMEPORT_USER`, `HOMEPORT_DATABASE` and `HOMEPORT_PASSWORD_FILE`, and the server at `HOMEPORT_HOST`, or beside them.
 */
export interface DatabaseEngine {
  readonly kind: DatabaseKind;
  /** As people call it. */
  readonly title: string;
  /** The official one, pinned by version. */
  readonly defaultImage: string;
  readonly port: number;
  readonly defaultMemory: MemorySize;
  /** Whether databases and users have names. */
  readonly isNamed: boolean;
  /** How many numbers of a version make a series, whose data fit one another. */
  readonly series: 1 | 2;
  /** Names that the server has for itself. */
  readonly reserved: { readonly databases: readonly string[]; readonly users: readonly string[] };
  /** Whether it reads what an older series wrote, and goes on with it. */
  readonly takesOlder: boolean;
  /** Where the image keeps its data: all of the volume is the data directory. */
  dataPath(version: Version): string;
  /**
   * Further paths at which the image would have a volume.
   * @default none
   */
  readonly alsoDeclares?: readonly string[];
  /**
   * Whether it takes all that is in its data directory for its own, what a restore keeps there too. It does not see that then.
   * @default false
   */
  readonly takesAll?: boolean;
  /** Environment that makes an empty data directory the wanted database at the first start. */
  first(wanted: Wanted, version: Version): Readonly<Record<string, string>>;
  /** Files beside the one with the password that the server reads when it starts, each by its path. */
  files(wanted: Wanted): Readonly<Record<string, string>>;
  /** Words by which it is run with so much memory, in mebibytes. */
  run(memory: number): readonly string[];
  /**
   * Further words of a server that is there to read a dump: what it has written is of no use before it has ended well.
   * @default none
   */
  readonly loading?: readonly string[];
  /**
   * Memory that its processes share, as its own part of so much, in mebibytes.
   * @default what an engine gives
   */
  sharedMemory?(memory: number): number;
  /** Shell: ends with 0 once it answers by its network. */
  readonly ready: string;
  /**
   * Shell, in the container of the server that runs: tells it the password, also where its data know another one.
   * @default it is told at each start
   */
  readonly settle?: string;
  /** Shell, in the database's own image: writes a dump, and fails with what failed. */
  readonly dump: string;
  /** Shell, in the server's container: reads such a dump into the database, which is empty. */
  readonly load: string;
  /** Shell: a line `table<TAB>rows` for each table, sorted. */
  readonly counts: string;
  /** Shell: reads the engine's own language, and writes plain rows. */
  readonly ask: string;
  /**
   * Shell: a line for each thing that the server has beside the database, and that no dump of it has.
   * @default it has no such things
   */
  readonly beside?: string;
  /** Files of the data directory that tell the version that wrote them, the first one that is there. */
  readonly versionFiles: readonly string[];
  url(wanted: Wanted, host: string): string;
}

/** Where the containers of a server have the password. */
export const secretsMount = "/run/homeport";
export const passwordFile = `${secretsMount}/password`;

/** Shell: the password, into a variable of the environment: it is on no command line. */
export const passwordInto = (...variables: readonly string[]): string =>
  variables.map((name) => `${name}=$(cat "$HOMEPORT_PASSWORD_FILE") || exit; export ${name}`).join("; ");

/** Shell: where the server is. */
export const hostOr = `"\${HOMEPORT_HOST:-127.0.0.1}"`;

/** Part of an amount, at least and at most as much. */
export const within = (amount: number, least: number, most: number): number =>
  Math.max(least, Math.min(most, Math.floor(amount)));
