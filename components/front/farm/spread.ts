import { readinessHost } from "../../services/readiness";
import { byCode } from "../../shared/order";
import { revisionOf } from "../../shared/revision";
import { section } from "../haproxy/text";
import { asSentRules } from "./asSent";
import { longCalls, overH2 } from "./h2";
import { type OwnLimits, timeoutRules } from "./ownLimits";
import { ownPages } from "./ownPages";
import { connectRules, type FarmRouter, farRules, oneOfServers } from "./servers";
import type { FarmTimeouts } from "./timeouts";

/** A service on several routers. */
export interface SpreadService {
  readonly service: string;
  /** Names of its routers. */
  readonly routers: readonly string[];
  readonly domains: readonly string[];
  /** Begins with a slash and does not end with one; absent for all paths. */
  readonly pathPrefix?: string;
  /** Query with which the service is asked, with its question mark. @default none */
  readonly query?: string;
  /** Whether a visitor stays with one router. */
  readonly sticky: boolean;
  /** @default HTTP/1.1 is spoken with its routers */
  readonly h2?: boolean;
  /** @default its containers answer GET */
  readonly grpc?: boolean;
}

/**
 * The section of a service on several routers. Each is asked for the service, through the router and down to a
 * container: a router that answers can still be without containers, or without the route.
 * @param timeouts by the farm's settings
 */
export const spreadSection = (
  { service, routers, sticky, query = "", h2 = false, grpc = false }: SpreadService,
  all: readonly FarmRouter[],
  { connect, tunnel }: Pick<FarmTimeouts, "connect" | "tunnel">,
  ownLimits: readonly OwnLimits[] = [],
): string => {
  const own = all.filter(({ name }) => routers.includes(name)).sort((a, b) => byCode(a.name, b.name));
  return section(
    `backend service_${service}`,
    "# Who is slow, or has stopped without anyone knowing yet, has requests that wait, and gets no more.",
    "balance leastconn",
    connectRules(connect, own.length),
    farRules,
    h2 ? longCalls(tunnel) : [],
    timeoutRules(
      ownLimits.filter((one) => one.service === service),
      own[0]?.name ?? "",
    ),
    "option httpchk",
    `http-check send meth ${grpc ? "POST" : "GET"} uri /${query} ver HTTP/1.1 hdr Host ${readinessHost(service)}`,
    "http-check expect status 200-399",
    "timeout check 3s",
    sticky
      ? [`cookie homeport_${service}_host insert indirect nocache httponly secure attr SameSite=Lax`]
      : [],
    asSentRules,
    ownPages(h2),
    own.map(
      (router) =>
        oneOfServers(router) + (h2 ? overH2 : "") + (sticky ? ` cookie ${revisionOf(router.name)}` : ""),
    ),
  );
};
