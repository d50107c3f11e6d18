import type * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import { goDuration } from "./goDuration";
import { type MemorySize, toMebibytes } from "./size";

/** How much of its host a container may take. */
export interface Limits {
  /**
   * Memory; the kernel ends the container's processes above it.
   * @default the component's own
   */
  readonly memory?: MemorySize;
  /**
   * Memory that the kernel leaves to the container as long as it can, when its host runs short: at most the limit.
   * @default none
   */
  readonly reservation?: MemorySize;
  /**
   * Processors, in whole ones or parts: `0.5` is half of one.
   * @default the component's own
   */
  readonly cpus?: number;
  /**
   * Processes and threads of the container's user; the kernel counts all of this user on the machine, in whatever containers.
   * @default the component's own
   */
  readonly processes?: number;
}

/** Limits that an engine can keep. */
export interface FittedLimits extends Limits {
  /** Whether memory is limited without swap on top of it. */
  readonly withoutSwap: boolean;
}

/** As the engine tells it where it cannot limit swap. */
const unlimited = -1;

const logRotation = { "max-size": "10m", "max-file": "3" };

/** Limits as the provider takes them, and reads them back. */
export const limitsOf = ({ memory, reservation, withoutSwap, cpus, processes }: FittedLimits) => ({
  memory: memory && toMebibytes(memory),
  // No swap on top of the memory: a limit that swaps away only makes the whole host slow.
  memorySwap: memory && (withoutSwap ? toMebibytes(memory) : unlimited),
  memoryReservation: reservation && toMebibytes(reservation),
  cpus: cpus === undefined ? undefined : asReadBack(cpus),
  ulimits: processes ? processLimit({ processes }) : undefined,
});

/** What every container of Homeport has in common, after the CIS benchmark for Docker. */
export function hardened(limits: pulumi.Output<FittedLimits>): Partial<docker.ContainerArgs> {
  const { memory, memorySwap, memoryReservation, cpus, ulimits } = limits.apply(limitsOf);
  return {
    restart: "unless-stopped",
    // The provider removes one that has ended while it looks for drift, and with it an environment that sleeps. Whether a
    // container does its work is asked by what starts it.
    mustRun: false,
    memory,
    memorySwap,
    memoryReservation,
    cpus,
    ulimits,
    capabilities: { drops: ["ALL"] },
    securityOpts: ["no-new-privileges:true"],
    logDriver: "json-file",
    logOpts: logRotation,
  };
}

/** The limit of processes, where there is one. */
export const processLimit = ({ processes }: Limits): docker.types.input.ContainerUlimit[] =>
  processes ? [{ name: "nproc", soft: processes, hard: processes }] : [];

/**
 * The engine asks a container of ours for a page, on the container's own loopback. Each time it starts a process there, for
 * more than all else that the container does while nobody asks it for anything.
 */
export const answering = (port: number, path: string): docker.types.input.ContainerHealthcheck => ({
  tests: ["CMD", "wget", "-q", "-O", "/dev/null", `http://127.0.0.1:${port}${path}`],
  interval: goDuration(60),
  timeout: goDuration(3),
  retries: 2,
});

/**
 * The engine looks whether a loop of ours has gone round: it touches a file each time.
 * @param minutes that one round may take
 */
export const stillAlive = (minutes: number): docker.types.input.ContainerHealthcheck => ({
  tests: ["CMD-SHELL", `test -n "$(find /tmp/alive -mmin -${minutes})"`],
  interval: "30s",
  timeout: "5s",
  retries: 3,
});

/**
 * How much of an answer that nobody takes the kernel keeps for a proxy, for each connection, in bytes: by itself it is up to
 * 6 MB on either side, which counts as memory of the container.
 */
export const socketLimits = (received: number): Record<string, string> => ({
  "net.ipv4.tcp_notsent_lowat": "131072",
  "net.ipv4.tcp_rmem": `4096 65536 ${received}`,
});

/** Properties that the provider would otherwise change only in its state, never in the container. */
export const silentlyIgnored = ["tmpfs", "healthcheck", "mounts", "init"];

/** Processors in the form in which the provider reads them back: in any other, every preview replaces the container. */
export function asReadBack(cpus: number): string {
  const text = cpus.toFixed(9).replace(/0+$/, "");
  return text.endsWith(".") && cpus < 10 ? `${text}0` : text;
}
