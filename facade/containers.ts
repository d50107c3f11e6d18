import type * as pulumi from "@pulumi/pulumi";
import type {
  HomeDevice,
  HomeEnvironmentFile,
  HomeFile,
  HomeHealth,
  HomeLimits,
  HomeLogging,
  HomeTemporaryDirectory,
  HomeUlimit,
} from "./containerParts";

/** What one container is, whatever it belongs to. */
export interface HomeContainer {
  /** Image of the containers, with a tag or digest. */
  image: string;
  /** What is run in the place of the image's entry point, a text for each word; the image's own by default. */
  entrypoint?: string[];
  /** Arguments for the image's entry point; the image's own by default. */
  command?: string[];
  /** The directory in which it is run; the image's own by default. */
  workingDirectory?: string;
  /** Environment values, secret ones among them. */
  environment?: Record<string, pulumi.Input<string>>;
  /** Files with further environment values (NAME=value, one a line), a later one before an earlier one. */
  environmentFiles?: HomeEnvironmentFile[];
  /** Files whose content the program says, to read alone. */
  files?: HomeFile[];
  /** How much of its host a container may take; 256MiB of memory and 1 processor by default. */
  limits?: HomeLimits;
  /** How long a container has to end by itself before it is killed, in seconds; 10 by default. */
  stopSeconds?: number;
  /** The signal that asks a container to end, as in "SIGINT"; the image's own by default. */
  stopSignal?: string;
  /** User and group of the processes; the image's own by default. */
  user?: string;
  /** Further groups of the processes, by number or by a name that the image knows. */
  groups?: string[];
  /** Whether a small program of the engine's runs first, which passes signals on and ends what nobody waits for. */
  init?: boolean;
  /** Whether the containers cannot change their image's files. */
  readOnly?: boolean;
  /** Paths that are empty and writable, in memory. */
  temporary?: string[];
  /** The same, with what is to be different there. */
  temporaryDirectories?: HomeTemporaryDirectory[];
  /** What the container calls itself, where an application names its data after it; no name by which others reach it. */
  hostname?: string;
  /** Addresses of names that the containers know beside the DNS, or "host-gateway" for the machine that they run on. */
  extraHosts?: Record<string, pulumi.Input<string>>;
  /** Addresses of the name servers that are asked for all but names of containers; those of the machine by default. */
  dns?: string[];
  /** How large the memory is that processes share, as in "256MiB"; it is part of the container's memory. */
  sharedMemory?: string;
  /** Limits of the kernel for each process, by name. */
  ulimits?: Record<string, number>;
  /** The same, where a process may raise its own. */
  raisableUlimits?: Record<string, HomeUlimit>;
  /** Parameters of the kernel, of those that each container has for itself. */
  sysctls?: Record<string, string>;
  /** Devices of the host. */
  devices?: HomeDevice[];
  /** The same, with a line of the shell, times and a start period. */
  health?: HomeHealth;
  /** When the engine starts a container again that has ended: "always", "unless-stopped" (by default), "on-failure" or "no". */
  restart?: string;
  /** Where the engine keeps what containers write; in files, three of 10 MB each, by default. */
  logging?: HomeLogging;
  /** Whether the containers trust the authority of the environment's own, by variables that programs know. */
  trustAuthority?: boolean;
  /** Linux capabilities that are kept, with or without the CAP_ prefix. */
  capabilities?: string[];
}

/** The same in the components' forms, with all else that is said beside it. */
export function inTheirForms<Given extends HomeContainer>(given: Given) {
  const { extraHosts, temporary, temporaryDirectories, ulimits, raisableUlimits, ...rest } = given;
  return {
    ...rest,
    hosts: extraHosts,
    ulimits: raisableUlimits ? { ...ulimits, ...raisableUlimits } : ulimits,
    temporary: temporaryDirectories ? [...(temporary ?? []), ...temporaryDirectories] : temporary,
  };
}
