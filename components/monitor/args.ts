import type * as pulumi from "@pulumi/pulumi";
import type { HaproxyFarm } from "../front/farm/component";
import type { Served } from "../services/served";
import type { Limits } from "../shared/hardening";
import type { MemorySize } from "../shared/size";
import type { AlertName, Thresholds } from "./alerts";
import type { Receiver } from "./receivers";

/** How long figures are kept; whichever is reached first. */
export interface Retention {
  /** @default 30 */
  readonly days?: number;
  /** @default 512MiB */
  readonly size?: MemorySize;
}

/** Another home that is looked after from here: the page of its monitor says whether that is at work. */
export interface OtherHome {
  /** By which it is told of. */
  readonly name: string;
  /** Address of its `MonitorPage`: `https://watch.example.org`. */
  readonly page: string;
  /**
   * Who is let in there.
   * @default nobody is asked
   */
  readonly user?: string;
  /** @default nobody is asked */
  readonly password?: pulumi.Input<string>;
  /**
   * Certificate of the authority of the page's, as PEM.
   * @default those whom everybody trusts
   */
  readonly authority?: pulumi.Input<string>;
}

/** Settings of a monitor. */
export interface MonitorArgs {
  /** The environment's farm: what it serves is watched from its host. */
  readonly farm: HaproxyFarm;
  /** Whose pages and containers are watched; of containers, those on the farm's host. */
  readonly services: readonly Served[];
  /** Who is told; `nobody` where alerts are to be seen and sent to no one, as in an environment for trials. */
  readonly notify: readonly Receiver[] | "nobody";
  /**
   * URL that is asked for every minute while the monitor is at work, of a service elsewhere that sounds an alarm where it is not.
   * @default nobody waits for it
   */
  readonly deadMan?: pulumi.Input<string>;
  /**
   * Homes elsewhere whose monitors are looked after, as theirs look after this one.
   * @default none
   */
  readonly homes?: readonly OtherHome[];
  /**
   * What is otherwise than in the table of alerts, by their names.
   * @default none
   */
  readonly thresholds?: Thresholds;
  /**
   * Alerts that are shown and told nobody.
   * @default none
   */
  readonly mute?: readonly AlertName[];
  /**
   * How often figures are taken and looked at, in seconds.
   * @default 30
   */
  readonly everySeconds?: number;
  /** @default { days: 30, size: "512MiB" } */
  readonly retention?: Retention;
  /**
   * Prometheus 2.53 or later, with a shell as in the official image.
   * @default prom/prometheus:v2.53.3
   */
  readonly image?: string;
  /**
   * Alertmanager 0.28 or later, with a shell as in the official image.
   * @default prom/alertmanager:v0.28.1
   */
  readonly alertmanagerImage?: string;
  /**
   * blackbox_exporter 0.26 or later, with a shell as in the official image.
   * @default prom/blackbox-exporter:v0.26.0
   */
  readonly probesImage?: string;
  /**
   * node_exporter 1.9 or later, with a shell as in the official image.
   * @default prom/node-exporter:v1.9.0
   */
  readonly agentImage?: string;
  /**
   * Of Prometheus; of its helpers they are 80, 48 and 48 MiB.
   * @default 192MiB of memory, 0.5 processors
   */
  readonly limits?: Limits;
}
