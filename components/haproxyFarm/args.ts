import type { DomainService } from "../domainService/component";
import type { EnvironmentNetwork } from "../environmentNetwork";
import type { AccessLog } from "../shared/accessLog";
import type { Limits } from "../shared/hardening";
import type { FarmTimeouts } from "./config";

/** Settings of a farm. */
export interface HaproxyFarmArgs {
  /** The environment's network on the farm's host. */
  readonly network: EnvironmentNetwork;
  /** What the farm serves. */
  readonly services: readonly DomainService[];
  /** Published ports: visitors' HTTP, and statistics with metrics. */
  readonly ports: { readonly http: number; readonly stats: number };
  /** Address of the host to which the HTTP port is bound; `0.0.0.0` for all. */
  readonly bindAddress: string;
  /**
   * Address of the host to which the statistics port is bound; a private one.
   * @default 127.0.0.1
   */
  readonly statsAddress?: string;
  /**
   * HAProxy 3.0 or later, with a shell and `wget` as in the official Alpine image.
   * @default haproxy:3.2.9-alpine
   */
  readonly image?: string;
  /** @default connect 5, request 10, keepAlive 5, client 60, server 300, tunnel 3600 seconds */
  readonly timeouts?: Partial<FarmTimeouts>;
  /**
   * Connections at once.
   * @default 2000
   */
  readonly maxConnections?: number;
  /**
   * Requests that are logged, as JSON and without their query strings: `all`, or `failures`: those that no
   * router answered, and answers 500–599.
   * @default all
   */
  readonly accessLog?: AccessLog;
  /** @default 256MiB of memory, 2 processors, 256 processes */
  readonly limits?: Limits;
}
