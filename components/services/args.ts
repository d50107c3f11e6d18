import type * as pulumi from "@pulumi/pulumi";
import type { ContainerArgs } from "../containers/args";
import type { TraefikRouter } from "../router/component";
import type { DataSize } from "../shared/size";
import type { DomainService } from "./component";
import type { Probe } from "./probe";
import type { Protocol } from "./protocol";
import type { ServicePort } from "./servicePort";
import type { ServiceTimeouts } from "./serviceTimeouts";
import type { SignIn } from "./signIn";
import type { UdpPort } from "./udp";
import type { VolumeBackup } from "./volumeBackup";

/** A directory of a service that outlives its containers. */
export interface ServiceVolume {
  /** Name within the service; with `of`, within the other one. */
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
   * A directory of the host of the router, which has to be there. It belongs to whoever made it: neither it nor its owner
   * is changed. Directories of the system and of the engine are refused.
   * @default a volume of the service's own
   */
  readonly directory?: string;
  /**
   * Another service of the program, whose volume of this name it is. That one has it on the same host, declares it
   * `shared`, and is the one that it belongs to.
   * @default a volume of the service's own
   */
  readonly of?: DomainService;
  /**
   * Whether the service can only read it.
   * @default false
   */
  readonly readOnly?: boolean;
  /**
   * Whether two containers may write to it at once. A private volume makes its service stop-first.
   * @default false; true with `of`
   */
  readonly shared?: boolean;
  /**
   * Whether each host may have data of its own there: of a service on several routers, nothing is copied from host
   * to host. Has to be said of every volume of such a service.
   * @default false
   */
  readonly perHost?: boolean;
  /**
   * How `Backups` backs it up: `{ kind: "files" }`, `{ kind: "sqlite", files: ["app.db"] }`. In words, what else does; or
   * `none` where its data may be lost: words are said to people and policies, and back up nothing by themselves.
   * @default not said
   */
  readonly backup?: VolumeBackup;
}

/** Settings of a service. */
export interface DomainServiceArgs extends ContainerArgs {
  /**
   * The router that sends the domains to the containers; or several, each on a host of its own. The service then has
   * all of its containers on each of these hosts, and goes on while one of them is down. A service that gets a second
   * router keeps its containers where the first one stays first.
   */
  readonly router: TraefikRouter | readonly TraefikRouter[];
  /**
   * Names that are served: exact ones, or `*.` for every name one level below. None (`[]`) where nobody visits it by HTTP: a `PortService`
   * or `udp` leads to it then; it has no certificate and no page, and nothing is said of visitors.
   */
  readonly domains: readonly string[];
  /**
   * Further names, whose visitors the farm sends on to one of `domains`, by status 308, with path and query: which name,
   * by the name that they come from. They have certificates of their own. Exact names; none that a service serves.
   * @default none
   */
  readonly redirects?: Readonly<Record<string, string>>;
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
   * How the application is told where WebDAV's COPY and MOVE go, which visitors say by `https`: by `http`, as it is asked
   * itself, and without a prefix that is stripped; or `as-sent`, for an application that compares it with `X-Forwarded-Proto`.
   * @default http
   */
  readonly webdavDestination?: "http" | "as-sent";
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
  /**
   * Paths at and below which nobody is asked for a password, as a visitor sends them: those of webhooks. `allow` holds
   * there, too.
   * @default none
   */
  readonly usersExcept?: readonly `/${string}`[];
  /**
   * Whether CORS preflights are asked for a password, too. Browsers send them without one, and then do not send the
   * request. For applications to which `OPTIONS` is the same as `GET`.
   * @default false
   */
  readonly askPreflights?: boolean;
  /**
   * Who is let in by another service, a sign-in that passwords, second factors and a home's identity provider can be
   * behind. Each request is shown to it first, and goes on if it says yes; else its answer is the visitor's. While it is
   * away, nobody is let in. Not together with `users`.
   * @default nobody is asked
   */
  readonly signIn?: SignIn;
  /**
   * Headers that each answer has, in the place of the application's own of that name: `Content-Security-Policy`,
   * `X-Frame-Options`, `Permissions-Policy`.
   * @default those that the application sends
   */
  readonly responseHeaders?: Readonly<Record<string, string>>;
  /**
   * Headers that no answer has, whatever the application sends: `X-Powered-By`.
   * @default none
   */
  readonly removeHeaders?: readonly string[];
  /**
   * Whether the router packs answers of text (from 1 KiB on) for visitors who understand zstd, Brotli or gzip. An answer
   * with a secret and with words that a stranger chooses should not be packed: its length tells of the secret (BREACH).
   * @default false
   */
  readonly compress?: boolean;
  /**
   * How long the farm waits here, in seconds: for the application to say something, and for a websocket that is silent.
   * @default the farm's
   */
  readonly timeouts?: ServiceTimeouts;
  /**
   * How large what a visitor sends may be: `10MiB`, or `64KiB`. More is answered with 413, and what does not say its length beforehand
   * (chunked) with 411. At most 1024GiB.
   * @default any size
   */
  readonly bodyLimit?: DataSize;
  /** Port on which the containers serve HTTP; without `domains`, the one that is open once they are ready. */
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
   * @default the first exact domain in the order of the alphabet, else `probe` below the first wildcard
   */
  readonly serverName?: string;
  /**
   * Further ports of the same containers, under names or paths of their own. New containers get traffic only when they
   * are ready at every port.
   * @default none
   */
  readonly also?: readonly ServicePort[];
  /**
   * Ports of UDP that the container publishes by itself: nothing stands between them and visitors. The service then has one
   * container, and is stop-first.
   * @default none
   */
  readonly udp?: readonly UdpPort[];
  /** @default none */
  readonly volumes?: readonly ServiceVolume[];
  /**
   * Number of containers, on each host.
   * @default 1
   */
  readonly replicas?: number;
  /**
   * The command of `health` alone, with all else as it is there by default.
   * @default `health` has it, or the image's own, which is not waited for
   */
  readonly healthCommand?: readonly string[];
  /**
   * How a container is asked whether it can serve: for an answer at a path, for an open port, or by gRPC's health service
   * (`grpc.health.v1.Health`) for the whole server. Before it gets its first request and every few seconds after, it is
   * asked as if by a visitor who came through the farm by https, and no redirection is followed.
   * @default { kind: "http", path: "/" }, of which each status from 200 to 399 is good; with the protocol h2c { kind: "grpc" };
   * without `domains` { kind: "tcp" }, and no other
   */
  readonly readiness?: Probe;
  /**
   * How long a new container may take until it can serve, in seconds.
   * @default 60
   */
  readonly readySeconds?: number;
  /**
   * How long running requests may take when their container goes, in seconds.
   * @default 5
   */
  readonly drainSeconds?: number;
  /**
   * How long a connection to a container is kept without a request, in seconds: less than the application keeps it, which
   * would close it under the next request. 0 for a connection of its own for each request.
   * @default 1
   */
  readonly keepAliveSeconds?: number;
  /**
   * Whether a visitor stays with one container, by a cookie; and with its host, by another one.
   * @default false
   */
  readonly stickySessions?: boolean;
  /**
   * Certificates of the authorities, as PEM, one of which has to have issued a certificate that each visitor shows.
   * Services under one domain share it. Whoever comes to the router past the farm gets status 403.
   * @default visitors need no certificate
   */
  readonly clientAuthority?: pulumi.Input<string>;
}

/** The routers of a service, however many were named. */
export const routersOf = ({ router }: Pick<DomainServiceArgs, "router">): readonly TraefikRouter[] =>
  [router].flat();
