import type { EnvironmentNetwork } from "../network/environmentNetwork";
import type { Served } from "../services/served";
import type { Limits } from "../shared/hardening";

/**
 * How a container is asked whether it takes connections: for the first words that it says by itself, or for an open port
 * alone.
 */
export type PortProbe = { readonly kind: "banner"; readonly startsWith: string } | { readonly kind: "tcp" };

/** Settings of a port of a service. */
export interface PortServiceArgs {
  /** The service whose containers listen at the port: a service, or a container of an application with `web`. */
  readonly service: Served;
  /** Port of the containers, of TCP. */
  readonly port: number;
  /**
   * The environment's network on the host where the port is published. Containers on other hosts are reached as by a farm:
   * their router has `publish.farms`.
   * @default that of the service's router; has to be said of a service with several
   */
  readonly network?: EnvironmentNetwork;
  /** Where it is published on that host. Another port than every other environment's there. */
  readonly at: { readonly address: string; readonly port: number };
  /**
   * How a new container is asked before it gets its first connection.
   * @default { kind: "tcp" }, an open port
   */
  readonly readiness?: PortProbe;
  /**
   * How long a new container may take until it takes connections, and a connection waits while there is none, in seconds.
   * @default 60
   */
  readonly readySeconds?: number;
  /**
   * Whether the containers are told who calls, by the PROXY protocol (version 2). They have to expect it, and to believe it
   * of the environment's network alone.
   * @default false: to the containers, everyone calls from the door
   */
  readonly proxyProtocol?: boolean;
  /**
   * Networks or addresses of clients (IPv4 or IPv6) that are let in; the connections of all others are closed.
   * @default everyone
   */
  readonly allow?: readonly string[];
  /**
   * How long connections to containers that are going may take, in seconds. An update waits for those that are open; what is
   * open then is cut off. Where a private volume allows one container at a time, it ends with the one before.
   * @default 60
   */
  readonly drainSeconds?: number;
  /**
   * Image of the HAProxy that holds the port.
   * @default haproxy:3.2.21-alpine
   */
  readonly image?: string;
  /**
   * How much of the host the HAProxy may take.
   * @default 128MiB of memory, 1 processor, 256 processes
   */
  readonly limits?: Limits;
}
