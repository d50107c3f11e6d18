import type * as pulumi from "@pulumi/pulumi";

/** A file of variables. */
export interface HomeEnvironmentFile {
  /** Its path. */
  file: string;
  /** Names of its secrets, in which "*" stands for any characters; by default those whose names say so. */
  secret?: string[];
}

/** A file in containers whose content the program says. */
export interface HomeFile {
  /** Absolute path in the container. */
  path: string;
  content: pulumi.Input<string>;
  /** Its mode in octal digits, as in "0400"; 0444 by default. */
  mode?: string;
  /** Number of the user it belongs to, or of user and group, as in "1000:1000"; root by default. */
  owner?: string;
}

/** How the engine watches whether a container does its work: by a command or by a line of the shell. */
export interface HomeHealth {
  /** The command, a text for each word. */
  command?: string[];
  /** The same as a line of the image's shell. */
  shell?: string;
  /** How long after one answer the next is asked for; 5 by default. */
  intervalSeconds?: number;
  /** How long an answer may take; 5 by default. */
  timeoutSeconds?: number;
  /** After how many failures in a row it is not healthy; 3 by default. */
  retries?: number;
  /** How long failures do not count after a start; 0 by default. */
  startSeconds?: number;
}

/** A limit of the kernel for each process, and how far a process may raise it. */
export interface HomeUlimit {
  soft: number;
  hard: number;
}

/** A device of the host. */
export interface HomeDevice {
  /** Its path on the host. */
  host: string;
  /** Its path in the container; the same by default. */
  container?: string;
  /** What processes may do with it, of "r", "w" and "m"; "rwm" by default. */
  permissions?: string;
}

/** Where the engine keeps what containers write. */
export interface HomeLogging {
  /** One of the engine's drivers. */
  driver: string;
  /** What the driver is told. */
  options?: Record<string, string>;
}

/** A directory in a container's memory, empty at each start. */
export interface HomeTemporaryDirectory {
  /** Absolute path in the container. */
  path: string;
  /** Whether programs can be run from it. */
  exec?: boolean;
  /** How much fits in, as in "64MiB"; it is part of the container's memory. */
  size?: string;
  /** Its mode in octal digits, as in "0700"; 1777 by default. */
  mode?: string;
}

/** How much of its host a container may take. */
export interface HomeLimits {
  /** An amount with its unit, as in "256MiB". */
  memory?: string;
  /** Memory that the kernel leaves to the container as long as it can, at most the limit. */
  reservation?: string;
  /** Processors, in whole ones or parts. */
  cpus?: number;
  /** Processes and threads of the container's user. */
  processes?: number;
}
