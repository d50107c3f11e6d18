import { type MemorySize, toMebibytes } from "../../shared/size";

/** How much a HAProxy may take on, by the memory of its container. */
export interface Capacity {
  /** Visitors' connections at once. */
  readonly connections: number;
  /** Buffers at once, for all that is under way. */
  readonly buffers: number;
}

/** Bytes of a buffer. */
export const bufferSize = 32_768;

const kibibytesOfConnection = 54;
const mebibytesOfProcess = 16;
const connectionsOfMebibyte = 4;

/** What is left over is for the process of an earlier configuration, which ends its requests beside a new one. */
const partOfBuffers = 0.4;
const partOfProcess = 0.8;

/**
 * How much fits into a memory. Measured: a process takes 15 MiB, a connection with TLS 43 KiB, a websocket with its
 * connection to the router 53 KiB; what nobody takes, two buffers for an answer and three for a websocket.
 * @param connections as a program asks for
 */
export function capacityOf(memory: MemorySize, connections?: number): Capacity {
  const mebibytes = toMebibytes(memory);
  const chosen = connections ?? mebibytes * connectionsOfMebibyte;
  const left = mebibytes * partOfProcess - mebibytesOfProcess - (chosen * kibibytesOfConnection) / 1024;
  return {
    connections: chosen,
    buffers: Math.floor((Math.min(mebibytes * partOfBuffers, left) * 1024 * 1024) / bufferSize),
  };
}

/** With fewer, a handful of visitors would wait for one another. */
const fewestBuffers = 64;

/** What is wrong with a number of connections that leave no memory for what is said on them. */
export function capacityProblem(memory: MemorySize, connections?: number): string | undefined {
  if (capacityOf(memory, connections).buffers >= fewestBuffers) return undefined;
  const least = mebibytesFor(connections ?? 0);
  return connections === undefined
    ? `${memory} are too little for a HAProxy; example: ${least}MiB`
    : `${connections} are too many for ${memory} of memory; ask for fewer, or raise limits.memory; example: ${least}MiB`;
}

const mebibytesFor = (connections: number): number => {
  const needed =
    mebibytesOfProcess + (connections * kibibytesOfConnection + fewestBuffers * (bufferSize / 1024)) / 1024;
  return Math.ceil(needed / partOfProcess / 32) * 32;
};

/** Connections at once of doors that visitors do not have: whatever they take, these are left. */
export const reserve = { stats: 64, dashboard: 64, revision: 32 } as const;

/** Connections at once of a farm's door without TLS, which leads to the other one. */
export const plainConnections = (connections: number): number => Math.ceil(connections / 4);

/** Connections at once of requests that ask a router once more. */
export const againConnections = (connections: number): number => Math.ceil(connections / 16);

/** Connections at once of all doors: none of them takes what another may have. */
export const allConnections = (connections: number): number =>
  connections +
  plainConnections(connections) +
  againConnections(connections) +
  reserve.stats +
  reserve.dashboard +
  reserve.revision;

/** How many servers a HAProxy may ask whether they are there: it takes no configuration for which it has too few files. */
export const mostAsked = 4000;

/** Files that it may open: two for each connection, one for each server that it asks, and some for logs and the processes of a reload. */
export const filesFor = (maxConnections: number): number => maxConnections * 2 + mostAsked + 300;
