import type * as pulumi from "@pulumi/pulumi";
import type { TraefikRouter } from "../router/component";
import type { DataSize } from "../shared/size";
import { type Probe, queryOf } from "./probe";
import { type Protocol, usualProbe } from "./protocol";
import { type Ways, waysInto } from "./servicePort";
import type { ServiceTimeouts } from "./serviceTimeouts";

/** What a farm has to know of a way into a service. */
export interface ServedRoute {
  readonly serviceName: string;
  readonly domains: readonly string[];
  /** Names that lead to one of its domains. @default none */
  readonly redirects?: Readonly<Record<string, string>>;
  /** @default all paths */
  readonly pathPrefix?: string;
  /** Whether the application sees paths without the prefix. */
  readonly stripPrefix: boolean;
  readonly webdavDestination: "http" | "as-sent";
  /** @default visitors need no certificate */
  readonly clientAuthority?: pulumi.Input<string>;
  readonly stickySessions: boolean;
  /** @default the farm's */
  readonly timeouts?: ServiceTimeouts;
  /** How large what a visitor sends may be. @default any size */
  readonly bodyLimit?: DataSize;
  /** @default nobody is asked for a password */
  readonly asksPasswords?: boolean;
  /**
   * The engine's name of the network that an application's containers have for themselves, beside that of the router.
   * @default they have none
   */
  readonly privateNetwork?: pulumi.Output<string>;
  /** None where the farm asks a container itself. */
  readonly routers: readonly TraefikRouter[];
  /** @default http */
  readonly protocol?: Protocol;
  /** @default by HTTP */
  readonly probe?: Probe;
  /**
   * Query of the path at which farms ask on several routers, with its question mark.
   * @default none
   */
  readonly askedQuery?: string;
}

/** Its own is the first. */
export const servedRoutes = (service: string, ways: Ways, routers: readonly TraefikRouter[]): ServedRoute[] =>
  waysInto(service, ways).map(([serviceName, way]) => ({
    serviceName,
    domains: way.domains,
    redirects: way.redirects,
    pathPrefix: way.pathPrefix,
    stripPrefix: way.stripPrefix ?? false,
    webdavDestination: way.webdavDestination ?? "http",
    clientAuthority: way.clientAuthority,
    stickySessions: way.stickySessions ?? false,
    timeouts: way.timeouts,
    bodyLimit: way.bodyLimit,
    asksPasswords: way.users !== undefined,
    routers,
    protocol: way.protocol ?? "http",
    probe: way.readiness ?? usualProbe(way.protocol),
    askedQuery: way.readiness && queryOf(way.readiness),
  }));
