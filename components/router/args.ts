import type { EnvironmentNetwork } from "../network/environmentNetwork";
import type { AccessLog } from "../shared/accessLog";
import type { Limits } from "../shared/hardening";

/** A private address of the host and a port. */
export interface PrivatePort {
  /** Private address of the host. */
  readonly address: string;
  readonly port: number;
}

/** Where a router is published, and for whom. */
export interface PublishedRouter extends PrivatePort {
  /**
   * Addresses from which the connections of farms on other hosts arrive: what these farms say of their visitors is
   * believed, and from nowhere else is anyone let into a service with `allow` or `clientAuthority`. The port then speaks
   * nothing but TLS 1.3, and lets in nobody but farms that this program makes.
   * @default the port is plain HTTP for all who reach it, and what they say of visitors is not believed
   */
  readonly farms?: readonly string[];
}

/** Settings of a router. */
export interface TraefikRouterArgs {
  /** The environment's network on the host that the router serves. */
  readonly network: EnvironmentNetwork;
  /**
   * Traefik 3.6 or later, with a shell, `wget` and `nc` as in the official image.
   * @default traefik:v3.6.7
   */
  readonly image?: string;
  /**
   * Where farms on other hosts reach the router; a farm on the same host needs no published port.
   * @default not published
   */
  readonly publish?: PublishedRouter;
  /**
   * Where Traefik's dashboard is shown, to anyone who reaches the address.
   * @default not shown
   */
  readonly dashboard?: PrivatePort;
  /**
   * Whether containers are served too that something else deploys into the environment's network, such as Docker Compose:
   * those with Traefik's labels and `homeport.environment`. A farm is told their names, `{ router, domains }` among its services.
   * The router asks the engine through a container of its own, which answers nothing else.
   * @default false
   */
  readonly discover?: boolean;
  /**
   * Image of the container between a router that has `discover` and the engine: Node.js 20 or later, with `wget`.
   * @default node:22.21.1-alpine3.22
   */
  readonly doorImage?: string;
  /**
   * Image of the HAProxy that holds published ports, so that the router behind can be exchanged without a gap.
   * @default haproxy:3.2.21-alpine
   */
  readonly gateImage?: string;
  /**
   * How much of the host the router may take.
   * @default 512MiB of memory, 2 processors, 1024 processes
   */
  readonly limits?: Limits;
  /**
   * Least severity that is logged.
   * @default INFO
   */
  readonly logLevel?: "DEBUG" | "INFO" | "WARN" | "ERROR";
  /**
   * Requests that are logged, as JSON: `all`, or `failures`: answers 500–599, attempts that were repeated, and
   * what took 10 s or longer. Farms log every request by themselves.
   * @default failures
   */
  readonly accessLog?: AccessLog;
}
