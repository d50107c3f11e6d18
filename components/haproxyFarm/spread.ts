import { readinessHost } from "../domainService/readiness";
import { section } from "../haproxy/text";
import { byCode } from "../shared/order";
import { revisionOf } from "../shared/revision";
import { ownPages } from "./backends";
import { connectRules, type FarmRouter, farRules, oneOfServers } from "./servers";

/** A service on several routers. */
export interface SpreadService {
  readonly service: string;
  /** Names of its routers. */
  readonly routers: readonly string[];
  readonly domains: readonly string[];
  /** Begins with a slash and does not end with one; absent for all paths. */
  readonly pathPrefix?: string;
  /** Whether a visitor stays with one router. */
  readonly sticky: boolean;
}

/**
 * The section of a service on several routers. Each is asked for the service, through the router and down to a
 * container: a router that answers can still be without containers, or without the route.
 * @param connectSeconds how long a connection may take at most by the farm's settings
 */
export const spreadSection = (
  { service, routers, sticky }: SpreadService,
  all: readonly FarmRouter[],
  connectSeconds: number,
): string => {
  const own = all.filter(({ name }) => routers.includes(name)).sort((a, b) => byCode(a.name, b.name));
  return section(
    `backend service_${service}`,
    "# Who is slow, or has stopped without anyone knowing yet, has requests that wait, and gets no more.",
    "balance leastconn",
    connectRules(connectSeconds, own.length - 1),
    farRules,
    "option httpchk",
    `http-check send meth GET uri / ver HTTP/1.1 hdr Host ${readinessHost(service)}`,
    "http-check expect status 200-399",
    "timeout check 3s",
    sticky
      ? [`cookie homeport_${service}_host insert indirect nocache httponly secure attr SameSite=Lax`]
      : [],
    ownPages,
    own.map((router) => oneOfServers(router) + (sticky ? ` cookie ${revisionOf(router.name)}` : "")),
  );
};
