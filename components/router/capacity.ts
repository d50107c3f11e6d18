import { type MemorySize, toMebibytes } from "../shared/size";

/** A router's container, where nothing else is said. */
export const routerLimits = { memory: "512MiB", cpus: 2, processes: 1024 } as const;

/** Up to this part of its memory a router lets unused memory be, and then looks for it. */
const partOfHeap = 0.85;

const mebibytesOfProcess = 24;
const kibibytesOfRequest = 190;

/** How much a router keeps before it looks for what is unused. */
export const heapOf = (memory: MemorySize): number => Math.floor(toMebibytes(memory) * partOfHeap);

/**
 * How many requests at once a router has memory for. Measured: 128 KiB for a websocket without a word, 150 to 190 KiB for
 * an answer that nobody takes; four buffers of 64 and 32 KiB of it are in Traefik's code and in no option.
 */
export const requestsFor = (memory: MemorySize): number =>
  Math.max(10, Math.floor(((heapOf(memory) - mebibytesOfProcess) * 1024) / kibibytesOfRequest));
