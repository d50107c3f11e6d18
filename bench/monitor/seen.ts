import type { Kept } from "./kept";
import type { Made } from "./page";
import type { Measured } from "./taken";

/** What follows a start, as the first questions about health, is over by then. */
export const settleSeconds = 60;
export const seconds = 60;

/** All that was seen of a monitor. */
export interface Seen {
  readonly idle: readonly Measured[];
  readonly young: Made;
  readonly kept: Kept;
  /** Once there are 30 days to show. */
  readonly old: Made;
  readonly late: Measured;
}
