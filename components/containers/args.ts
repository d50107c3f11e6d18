import type * as pulumi from "@pulumi/pulumi";
import type { Limits } from "../shared/hardening";
import type { MemorySize } from "../shared/size";
import type { EnvironmentFile } from "./environmentFiles";
import type { ContainerFile } from "./files";
import type { Health } from "./health";
import type { Logging, Restart } from "./logging";
import type { TemporaryDirectory } from "./temporary";

/** A limit of the kernel for each process, and how far a process may raise it. */
export interface Ulimit {
  readonly soft: number;
  readonly hard: number;
}

/** A device of the host. */
export interface Device {
  /** Its path on the host. */
  readonly host: string;
  /**
   * Its path in the container.
   * @default the same
   */
  readonly container?: string;
  /**
   * What processes may do with it: read (`r`), write (`w`), make it anew (`m`).
   * @default rwm
   */
  readonly permissions?: string;
}

/** What one container is, whatever it belongs to. */
export interface ContainerArgs {
  /** Image of the containers, with a tag or digest. */
  readonly image: string;
  /**
   * What is run in the place of the image's entry point, a text for each word.
   * @default the image's own
   */
  readonly entrypoint?: readonly string[];
  /**
   * Arguments for the image's entry point.
   * @default the image's own
   */
  readonly command?: readonly string[];
  /**
   * The directory in which it is run.
   * @default the image's own
   */
  readonly workingDirectory?: string;
  /**
   * Environment values; wrap what nobody may read in `pulumi.secret`.
   * @default none
   */
  readonly environment?: Readonly<Record<string, pulumi.Input<string>>>;
  /**
   * Files with further environment values (`NAME=value`, one a line), by their paths from the project's directory on.
   * A later file goes before an earlier one, and `environment` before all of them. What Compose, Docker and shells read
   * in different ways is refused.
   * @default none
   */
  readonly environmentFiles?: readonly (string | EnvironmentFile)[];
  /**
   * Files whose content the program says, in a volume of their own and to read alone: settings, and secrets that are not
   * to stand in the environment. When one changes, new containers are made.
   * @default none
   */
  readonly files?: readonly ContainerFile[];
  /** @default 256MiB of memory, none of it reserved, 1 processor, no limit of processes */
  readonly limits?: Limits;
  /**
   * How long a container has to end by itself after its stop signal, in seconds, before it is killed: at a deploy, at
   * its removal, and when its engine or machine shuts down. One that ends earlier is not waited for.
   * @default 10
   */
  readonly stopSeconds?: number;
  /**
   * The signal that asks a container to end.
   * @default the image's own, or SIGTERM
   */
  readonly stopSignal?: string;
  /**
   * User and group of the processes.
   * @default the image's own
   */
  readonly user?: string;
  /**
   * Further groups of the processes, by number, or by a name that the image knows.
   * @default none
   */
  readonly groups?: readonly (string | number)[];
  /**
   * Whether a small program of the engine's runs first, which passes signals on and takes care of processes that nobody
   * waits for.
   * @default false
   */
  readonly init?: boolean;
  /**
   * Whether the containers cannot change their image's files.
   * @default false
   */
  readonly readOnly?: boolean;
  /**
   * Paths that are empty and writable, in the container's memory. From a path alone no program can be run.
   * @default none
   */
  readonly temporary?: readonly (string | TemporaryDirectory)[];
  /**
   * What the container calls itself, for applications that name their data after it. It is no name by which others
   * reach it.
   * @default another one for each container
   */
  readonly hostname?: string;
  /**
   * Names that the containers find at an IPv4 address of your own, whatever the DNS says; `host-gateway` is the
   * machine that they run on.
   * @default none
   */
  readonly hosts?: Readonly<Record<string, pulumi.Input<string>>>;
  /**
   * Addresses of the name servers that are asked for all but names of containers and of the farm.
   * @default those of the machine
   */
  readonly dns?: readonly string[];
  /**
   * How large the memory is that processes share (`/dev/shm`), as browsers and some databases do. It is part of the
   * container's memory.
   * @default 64MiB
   */
  readonly sharedMemory?: MemorySize;
  /**
   * Limits of the kernel for each process: one number, or how much it is and how far a process may raise it.
   * @default the engine's own; the number of processes is in `limits`
   */
  readonly ulimits?: Readonly<Record<string, number | Ulimit>>;
  /**
   * Parameters of the kernel, of those that each container has for itself.
   * @default the kernel's own
   */
  readonly sysctls?: Readonly<Record<string, string | number>>;
  /**
   * Devices of the host. A container with a device is less confined than others.
   * @default none
   */
  readonly devices?: readonly (string | Device)[];
  /**
   * How the engine watches whether a container does its work. A new container gets traffic only when it is healthy.
   * @default the image's own, which is not waited for
   */
  readonly health?: Health;
  /**
   * When the engine starts a container again that has ended.
   * @default unless-stopped: always, but for what a person has stopped
   */
  readonly restart?: Restart;
  /**
   * Where the engine keeps what containers write.
   * @default in files, three of 10 MB each
   */
  readonly logging?: Logging;
  /**
   * Whether the containers trust the authority of the environment's own, beside the public ones: its certificates are in
   * a file that common variables name (`SSL_CERT_FILE`, `NODE_EXTRA_CA_CERTS` and others). Where certificates come from
   * public authorities, it changes nothing for them.
   * @default false
   */
  readonly trustAuthority?: boolean;
  /**
   * Linux capabilities that are kept, with or without the `CAP_` prefix.
   * @default those by which common entry points prepare files, give up root, start programs and end them
   */
  readonly capabilities?: readonly string[];
}
