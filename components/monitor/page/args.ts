import type * as pulumi from "@pulumi/pulumi";
import type { TraefikRouter } from "../../router/component";
import type { Served } from "../../services/served";

/** Where a page of a monitor is found, and who serves it. */
export interface PageArgs {
  /** The router that sends the domains to the page, on the farm's host. */
  readonly router: TraefikRouter;
  /** Names under which it is found. */
  readonly domains: readonly string[];
  /**
   * Networks or addresses of clients (IPv4 or IPv6) that are let in; all others get status 403.
   * @default everyone
   */
  readonly allow?: readonly string[];
  /**
   * Who is let in by basic authentication: bcrypt hash of the password by name of the user.
   * @default nobody is asked
   */
  readonly users?: Readonly<Record<string, pulumi.Input<string>>>;
  /**
   * Certificates of the authorities, as PEM, one of which has to have issued a certificate that each visitor shows.
   * @default visitors need no certificate
   */
  readonly clientAuthority?: pulumi.Input<string>;
  /**
   * An image with a shell and busybox' `httpd`, as that of the agent.
   * @default prom/node-exporter:v1.9.0
   */
  readonly image?: string;
}

/** Settings of a monitor's page. */
export interface MonitorPageArgs extends PageArgs {}

/** Settings of a status page. */
export interface StatusPageArgs extends PageArgs {
  /** What is shown, by the names that readers know. Nothing else is on the page. */
  readonly shows: Readonly<Record<string, Served>>;
  /** @default Status */
  readonly title?: string;
  /**
   * File with incidents in a person's words (YAML), by its path from the project's directory on.
   * @default none are told
   */
  readonly incidents?: string;
}
