import type * as pulumi from "@pulumi/pulumi";
import { probeOf } from "./readiness";

/** Domain names that containers answer for at one of their ports, and who gets in. */
export interface HomeWay {
  /** Names that are served: exact ones, or "*." for every name one level below; none ([]) where nobody visits it by HTTP, but by ports beside it. */
  domains: string[];
  /** Further names, whose visitors are sent on to one of the domains: which one, by the name that they come from; none by default. */
  redirects?: Record<string, string>;
  /** Who is let in by another service, a sign-in; nobody is asked by default. */
  signIn?: HomeSignIn;
  /** Headers that each answer has, in the place of the application's own; those of the application by default. */
  responseHeaders?: Record<string, string>;
  /** Headers that no answer has; none by default. */
  removeHeaders?: string[];
  /** Whether answers of text are packed, by zstd, Brotli or gzip. */
  compress?: boolean;
  /** How long the farm waits here, in seconds; the farm's own by default. */
  timeouts?: HomeTimeouts;
  /** How large what a visitor sends may be, as "10MiB"; any size by default. */
  bodyLimit?: string;
  /** Port on which the containers answer. */
  port: number;
  /** Only paths at and below this one; all by default. */
  pathPrefix?: string;
  /** Whether the application sees paths without the prefix. */
  stripPrefix?: boolean;
  /** Networks or addresses of clients that are let in; everyone by default. */
  allow?: string[];
  /** Bcrypt hash of the password by name of the user; nobody is asked by default. */
  users?: Record<string, pulumi.Input<string>>;
  /** Paths at and below which nobody is asked for a password; none by default. */
  usersExcept?: string[];
  /** Whether CORS preflights, which browsers send without a password, are asked for one. */
  askPreflights?: boolean;
  /** PEM of the authorities by one of which each visitor's certificate has to be issued; none is needed by default. */
  clientAuthority?: pulumi.Input<string>;
  /** What the containers speak at their port: "http", "h2c" as of gRPC servers, or "https"; "http" by default. */
  protocol?: string;
  /** With "https": PEM of the authorities by one of which the containers' certificate has to be issued; any by default. */
  authority?: pulumi.Input<string>;
  /** With "https": the name that the containers' certificate is asked for; the first exact domain by default. */
  serverName?: string;
  /**
   * How a container is asked whether it can serve: a path, "tcp" for an open port, or "grpc" for gRPC's health service;
   * "/" by default, with the protocol "h2c" it is "grpc"; of a further port, as of the service.
   */
  readiness?: string;
  /** Name by which it is asked, one that is served, with a port where it needs one; the first exact one by default. */
  readinessHost?: string;
  /** The only status that is good, from 200 to 499; each one from 200 to 399 by default. */
  readinessStatus?: number;
  /** How a destination of WebDAV is told: "http" or "as-sent"; "http" by default. */
  webdavDestination?: string;
  /** How long a connection to a container is kept without a request, in seconds; 1 by default. */
  keepAliveSeconds?: number;
  /** Whether a visitor stays with one container, by a cookie. */
  stickySessions?: boolean;
}

/** A service that says who may come in. */
export interface HomeSignIn {
  /** Name of another service, on each of the hosts. */
  service: string;
  /** Path at which it is asked; a status from 200 to 299 is a yes. */
  path: string;
  /** Headers of its answer that the application gets; none by default. A visitor's own of these names never arrive. */
  headers?: string[];
}

/** How long a farm waits for a service, in seconds. */
export interface HomeTimeouts {
  /** For an application that says nothing. */
  server?: number;
  /** For a silent websocket. */
  tunnel?: number;
}

/** A further port of a service's containers. Nothing that is said of the service's first port holds here. */
export interface HomePort extends HomeWay {
  /** Name within the service. */
  name: string;
}

/** What an application's container answers for. */
export interface HomeWeb extends HomeWay {
  /** Name within the container; all but the first of several need one. */
  name?: string;
}

/** How a container is asked, in plain texts. */
type Asked = Pick<HomeWay, "readiness" | "readinessHost" | "readinessStatus">;

/** What is said of how it is asked, put together. */
export const withProbe = <Way extends Asked>({ readiness, readinessHost, readinessStatus, ...way }: Way) => ({
  ...way,
  readiness: probeOf(readiness, readinessHost, readinessStatus),
});

/** With the service that is asked in the place of its name. */
export const withSignIn = <Way extends Pick<HomeWay, "signIn">>(
  way: Way,
  made: ReadonlyMap<string, unknown>,
) =>
  way.signIn === undefined
    ? way
    : { ...way, signIn: { ...way.signIn, service: made.get(way.signIn.service) } };
