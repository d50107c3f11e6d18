import type * as pulumi from "@pulumi/pulumi";
import type { MemorySize } from "../../shared/size";

/** Where a machine's Docker engine comes from. An engine that is there already, and new enough, is kept. */
export interface EngineSource {
  /** The distribution's packages, or those of Docker's own repository. */
  readonly from: "distribution" | "docker";
  /**
   * Version to install and to stay within, whole or its beginning: `28` takes every 28, `28.5.2` that one. A newer
   * engine that is there already is kept.
   * @default the newest that the source has; it follows the machine's updates
   */
  readonly version?: string;
}

/** Who reaches a machine, and the containers on it. SSH stays open to everyone. */
export interface HostFirewall {
  /**
   * Ports that everyone may reach, published by a container or the machine's own: a number is TCP, `443/udp` is UDP.
   * @default none
   */
  readonly public?: readonly (number | `${number}/udp`)[];
  /**
   * Networks that reach every port that containers publish.
   * @default none
   */
  readonly private?: readonly string[];
  /**
   * Ports of the machine's own programs that the private networks may reach.
   * @default none
   */
  readonly machine?: readonly (number | `${number}/udp`)[];
  /**
   * Networks of containers that reach no server of mail, neither elsewhere nor on the machine: of environments that rehearse
   * with production's data.
   * @default none
   */
  readonly noMail?: readonly string[];
  /**
   * Addresses (IPv4) of machines with which this one shares a virtual address: of theirs, VRRP is let in.
   * @default none
   */
  readonly vrrp?: readonly string[];
}

/** Where the package of gitlab-runner comes from; no distribution has one. */
export type RunnerPackage =
  /** GitLab's repository. */
  | { readonly from: "gitlab" }
  /** A Debian package, known by its checksum. */
  | { readonly from: "url"; readonly url: string; readonly sha256: string }
  /** A Debian package on the machine, as a template may bring it. */
  | { readonly from: "file"; readonly path: string };

/** A GitLab runner on the machine. */
export interface GitlabRunner {
  /** Address of the GitLab server. */
  readonly url: string;
  /** Runner authentication token (`glrt-…`), a secret. GitLab keeps the runner's tags: choose them where it is made. */
  readonly token: pulumi.Input<string>;
  /** @default { from: "gitlab" } */
  readonly package?: RunnerPackage;
  /**
   * What runs a job: a new container, or the user `gitlab-runner` on the machine itself.
   * @default docker
   */
  readonly executor?: "docker" | "shell";
  /**
   * Image of jobs that name none.
   * @default debian:13-slim
   */
  readonly image?: string;
}

/**
 * What is set up on a machine. The engine, its `daemon.json` and the limits of SSH are set up in any case; everything
 * else where it is asked for.
 */
export interface HostSetup {
  /** @default { from: "distribution" } */
  readonly engine?: EngineSource;
  /**
   * Whether Docker Compose is installed: as the plugin, on Debian 12 from the distribution as `docker-compose`.
   * @default true
   */
  readonly compose?: boolean;
  /**
   * Settings of the engine as in `daemon.json`, before what stands there and before the defaults. No secrets.
   * @default nothing beside live-restore, log rotation, address pools and no userland proxy
   */
  readonly daemon?: Readonly<Record<string, unknown>>;
  /**
   * Brings all packages up to date, and again whenever this text changes; example: 2026-11.
   * @default packages stay as they are
   */
  readonly update?: string;
  /**
   * Whether security updates are installed by themselves, every day; nothing is restarted for it.
   * @default false
   */
  readonly securityUpdates?: boolean;
  /**
   * Whether the clock is set by the network, where nothing sets it yet.
   * @default false
   */
  readonly timeSync?: boolean;
  /**
   * Size of a swap file.
   * @default none
   */
  readonly swapFile?: MemorySize;
  /** @default none: what listens is reached */
  readonly firewall?: HostFirewall;
  /** @default none */
  readonly gitlabRunner?: GitlabRunner;
  /**
   * Whether SSH takes keys only, and no passwords.
   * @default false
   */
  readonly sshKeysOnly?: boolean;
}
