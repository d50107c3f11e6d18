import type { BackedUpVolume } from "../backups/component";
import type { AlertName, Thresholds } from "./alerts";
import type { Page } from "./pages";

/** A router as Prometheus asks it. */
export interface WatchedRouter {
  readonly name: string;
  readonly host: string;
  /** Name of its container in the environment's network; undefined where the farm asks it over its wire. */
  readonly container: string | undefined;
}

/** A host beside the farm's, and the router by which its figures are had. */
export interface WatchedHost {
  readonly name: string;
  readonly router: string;
  /** Where the router's gate is published. */
  readonly gate: { readonly address: string; readonly port: number };
}

/** Another home, and how its page is asked. */
export interface WatchedHome {
  readonly name: string;
  readonly page: string;
  /** Empty where nobody is asked. */
  readonly user: string;
  /** Whether the certificate of its authority is at hand. */
  readonly authority: boolean;
}

/** What is in an application's own network, and what of the application visitors get to. */
export interface Companion {
  readonly service: string;
  readonly servedBy: readonly string[];
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
  /** What gets certificates from elsewhere; undefined where an update brings them. */
  readonly certificates: string | undefined;
  /** Name of its host, where the monitor is. */
  readonly host: string;
  /** Those that the farm reaches. */
  readonly routers: readonly WatchedRouter[];
  /** All others. */
  readonly hosts: readonly WatchedHost[];
  readonly pages: readonly Page[];
  readonly companions: readonly Companion[];
  /** Those elsewhere. */
  readonly homes: readonly WatchedHome[];
  /** Of what the farm tells how old its newest backup is. */
  readonly backups: readonly BackedUpVolume[];
  /** Whether the root of the farm's own authority is at hand. */
  readonly authority: boolean;
  readonly thresholds: Thresholds;
  readonly mute: readonly AlertName[];
  /** How often figures are taken and rules looked at. */
  readonly everySeconds: number;
}
