import { askedName } from "./askedName";
import type { Probe } from "./probe";

/** How a router speaks with containers: plain HTTP/1.1, plain HTTP/2 as of gRPC, or HTTP in TLS. */
export type Protocol = "http" | "h2c" | "https";

/** What a route says of how its containers are spoken with. */
export interface Spoken {
  /** @default http */
  readonly protocol?: Protocol;
  /** Certificates of authorities, as PEM, one of which has to have issued the containers'. @default any is taken */
  readonly authority?: string;
  /** The name that is asked for in TLS. @default the name by which a container is asked */
  readonly serverName?: string;
}

/** How containers are asked where a program does not say: what speaks plain HTTP/2 is nearly always gRPC. */
export const usualProbe = (protocol: Protocol = "http"): Probe =>
  protocol === "h2c" ? { kind: "grpc" } : { kind: "http", path: "/" };

/** Where a server of a route is. */
export const urlOf = ({ protocol = "http" }: Spoken, server: string): string => `${protocol}://${server}`;

/** Whether whoever speaks nothing but HTTP/1.1 without TLS is understood. */
export const speaksPlainly = ({ protocol = "http" }: Spoken): boolean => protocol === "http";

/**
 * How Traefik opens TLS to the containers, as fields of a serversTransport. Containers are on the host's own network,
 * where Traefik has found them by the name that the deployment gave: without an authority, any certificate will do.
 * Without a name, Traefik would ask for the container's, which no certificate has and strict servers refuse.
 * @returns undefined where there is no TLS
 */
export const tlsTransport = (route: Spoken & { readonly domains: readonly string[] }) =>
  route.protocol === "https"
    ? {
        serverName: route.serverName ?? askedName(route.domains),
        ...(route.authority === undefined ? { insecureSkipVerify: true } : { rootCAs: [route.authority] }),
      }
    : undefined;
