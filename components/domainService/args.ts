import type * as pulumi from "@pulumi/pulumi";
import type { Limits } from "../shared/hardening";
import type { TraefikRouter } from "../traefikRouter/component";
import type { Protocol } from "./protocol";
import type { Probe } from "./route";
import type { ServicePort } from "./servicePort";

/** A directory of a service that outlives its containers. */
export interface ServiceVolume {
  /** Name within the service. */
  readonly name: string;
  /** Absolute path in the container. */
  readonly path: string;
  /**
   * Engine's name of a volume that is there already, on the host of the router. It belongs to whoever made it: it is
   * neither changed nor removed.
   * @default a volume of the service's own, which is kept when the service goes, and found again when it returns
   */
  readonly existing?: string;
  /**
   * Whether two containers may write to it at once. A private volume makes its service stop-first.
   * @default false
   */
  readonly shared?: boolean;
  /**
   * Whether each host may have data of its own there: of a service on several routers, nothing is copied from host
   * to host. Has to be said of every volume of such a service.
   * @default false
   */
  readonly perHost?: boolean;
  /**
   * What backs it up, in words, or `none` where its data may be lost. It is said to people and policies, and backs up
   * nothing by itself.
   * @default not said
   */
  readonly backup?: string;
}

/** Settings of a service. */
export interface DomainServiceArgs {
  /**
   * The router that sends the domains to the containers; or several, each on a host of its own. The service then has
   * all of its containers on each of these hosts, and goes on while one of them is down. A service that gets a second
   * router keeps its containers where the first one stays first.
   */
  readonly router: TraefikRouter | readonly TraefikRouter[];
  /** Names that are served: exact ones, or `*.` for every name one level below. */
  readonly domains: readonly string[];
  /**
   * Only paths at and below this one.
   * @default all paths
   */
  readonly pathPrefix?: `/${string}`;
  /**
   * Whether the application sees paths without the prefix.
   * @default false
   */
  readonly stripPrefix?: boolean;
  /**
   * Networks or addresses of clients (IPv4 or IPv6) that are let in; all others get status 403.
   * @default everyone
   */
  readonly allow?: readonly string[];
  /**
   * Who is let in by basic authentication: bcrypt hash of the password by name of the user. The hashes are kept
   * secret; the `bcryptHash` of a `RandomPassword` is one. Whoever is not a user gets status 401.
   * @default nobody is asked
   */
  readonly users?: Readonly<Record<string, pulumi.Input<string>>>;
  /** Image of the containers, with a tag or digest. */
  readonly image: string;
  /** Port on which the containers serve HTTP. */
  readonly port: number;
  /**
   * What the containers speak at their port: `http`; `h2c`, which is HTTP/2 without TLS, as of gRPC servers; or
   * `https`, for applications that speak nothing else. Visitors speak HTTP/1.1 or 2 with TLS in any case.
   * @default http
   */
  readonly protocol?: Protocol;
  /**
   * With `https`: certificates of the authorities, as PEM, one of which has to have issued the containers' certificate;
   * a self-signed one is its own.
   * @default any certificate is taken: the network between router and containers is that of one host
   */
  readonly authority?: pulumi.Input<string>;
  /**
   * With `https`: the name that the router asks for in TLS, for which an authority's certificate has to be.
   * @default the first domain
   */
  readonly serverName?: string;
  /**
   * Further ports of the same containers, under names or paths of their own. New containers get traffic only when they
   * are ready at every port.
   * @default none
   */
  readonly also?: readonly ServicePort[];
  /**
   * Arguments for the image's entry point.
   * @default the image's own
   */
  readonly command?: readonly string[];
  /**
   * Environment values; wrap what nobody may read in `pulumi.secret`.
   * @default none
   */
  readonly environment?: Readonly<Record<string, pulumi.Input<string>>>;
  /** @default none */
  readonly volumes?: readonly ServiceVolume[];
  /**
   * Number of containers, on each host.
   * @default 1
   */
  readonly replicas?: number;
  /**
   * Command by which the engine watches a container's health, every 5 s. A new container gets traffic
   * only when it is healthy.
   * @default the image's own, which is not waited for
   */
  readonly healthCommand?: readonly string[];
  /**
   * How the router asks a container whether it can serve: an answer from 200 to 399 at a path, an open port, or what
   * gRPC's health service (`grpc.health.v1.Health`) says of the whole server.
   * @default { kind: "http", path: "/" }, with the protocol h2c { kind: "grpc" }
   */
  readonly readiness?: Probe;
  /**
   * How long a new container may take until it can serve, in seconds.
   * @default 60
   */
  readonly readySeconds?: number;
  /** @default 256MiB of memory, 1 processor, no limit of processes */
  readonly limits?: Limits;
  /**
   * How long running requests may take when their container goes, in seconds.
   * @default 5
   */
  readonly drainSeconds?: number;
  /**
   * Whether a visitor stays with one container, by a cookie; and with its host, by another one.
   * @default false
   */
  readonly stickySessions?: boolean;
  /**
   * User and group of the processes.
   * @default the image's own
   */
  readonly user?: string;
  /**
   * Whether the containers cannot change their image's files.
   * @default false
   */
  readonly readOnly?: boolean;
  /**
   * Paths that are empty and writable, in memory.
   * @default none
   */
  readonly temporary?: readonly string[];
  /**
   * Certificates of the authorities, as PEM, one of which has to have issued a certificate that each visitor shows.
   * Services under one domain share it.
   * @default visitors need no certificate
   */
  readonly clientAuthority?: pulumi.Input<string>;
  /**
   * Linux capabilities that are kept, with or without the `CAP_` prefix.
   * @default those by which an image's entry point prepares its files and gives up root
   */
  readonly capabilities?: readonly string[];
}

/** The routers of a service, however many were named. */
export const routersOf = ({ router }: Pick<DomainServiceArgs, "router">): readonly TraefikRouter[] =>
  [router].flat();
