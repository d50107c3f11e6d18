import { z } from "zod";
import { expecting } from "../../shared/expecting";

/** How long connections of before a reload go on, in seconds, where nobody says. */
export const defaultHardStop = 120;

const seconds = expecting("a whole number of seconds from 1 to 86400, a day", "3600");

/** What the time that connections of before a reload have has to look like. */
export const hardStopSchema = z.int(seconds).min(1, seconds).max(86_400, seconds);

/**
 * How many reloads a process of before outlives. Each holds its own memory of the container's, and where that ends, the
 * engine kills one of them: the next reload ends the oldest instead.
 */
const usualReloads = 3;

/** A reload leaves the process before to its running requests, but neither for ever nor many of them. */
export const hardStopGlobals = (hardStopSeconds: number, outlivedReloads = usualReloads): string[] => [
  "# A reload leaves the process before to what it is busy with, but neither for ever nor many of them.",
  `hard-stop-after ${hardStopSeconds}s`,
  `mworker-max-reloads ${outlivedReloads}`,
];
