import type { AlertName, Thresholds } from "./alerts";
import type { Page } from "./pages";

/** A router as Prometheus asks it. */
export interface WatchedRouter {
  readonly name: string;
  /** Name of its container in the environment's network. */
  readonly container: string;
}

/** All that a monitor's files depend on, in plain values. */
export interface Watched {
  /** Name of the monitor. */
  readonly monitor: string;
  readonly project: string;
  readonly environment: string;
  /** The stack, for lines that a person types. */
  readonly stack: string;
  /** Name of the farm in the program. */
  readonly farm: string;
  /** Address of the farm in the environment's network. */
  readonly farmAddress: string;
  /** Names of the routers that the farm reaches. */
  readonly reached: readonly string[];
  /** Those on its own host. */
  readonly routers: readonly WatchedRouter[];
  readonly pages: readonly Page[];
  /** Services that have containers on other hosts too, which nobody here counts. */
  readonly alsoElsewhere: readonly string[];
  /** Whether the farm tells of backups. */
  readonly backups: boolean;
  /** Whether the root of the farm's own authority is at hand. */
  readonly authority: boolean;
  readonly thresholds: Thresholds;
  readonly mute: readonly AlertName[];
  /** How often figures are taken and rules looked at. */
  readonly everySeconds: number;
}
