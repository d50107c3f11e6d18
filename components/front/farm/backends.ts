import { certificatePorts } from "../certificates/ports";
import { section } from "../haproxy/text";
import { asSentRules, refusedPage } from "./asSent";
import type { FarmTimeouts } from "./config";
import { type FarmDomains, sectionNameOf } from "./domainRules";
import { longCalls, overH2 } from "./h2";
import { pageText, unavailablePage } from "./pages";
import { at, connectRules, type FarmRouter, farRules, type Neighbour, onlyServer } from "./servers";
import { unclaimedPage } from "./unclaimed";

/**
 * The section of a router that alone serves its domains.
 * @param timeouts by the farm's settings
 */
export const routerSection = (
  router: FarmRouter,
  entry: FarmDomains,
  { connect, tunnel }: Pick<FarmTimeouts, "connect" | "tunnel">,
): string =>
  section(
    `backend ${sectionNameOf(entry)}`,
    // A gate that has no router lets nobody in: a handshake tells enough.
    connectRules(connect, 2),
    router.wire ? farRules : ["option httpchk GET /ping"],
    entry.h2 ? longCalls(tunnel) : [],
    asSentRules,
    ownPages(entry.h2),
    onlyServer(router) + (entry.h2 ? overH2 : ""),
  );

/**
 * The farm's pages instead of what routers say by themselves. A router counts the bytes of nothing but its own words,
 * and writes the length that it counted behind the date; by HTTP/2, right before it. An answer of an application has its
 * headers in the order of the alphabet, its length, if it has one, before its type and the date: by HTTP/2, one without
 * a type would be taken for the router's. Where an application says nothing by HTTP/2, a router counts that, too.
 * @param h2 whether routers are spoken with by HTTP/2
 */
export const ownPages = (h2 = false): readonly string[] => [
  refusedPage,
  "# What a router says by itself: no container answered, or no service has this path.",
  `acl routers_own res.hdr_names -m reg (^|,)${h2 ? "content-length,date" : "date,content-length"}(,|$)`,
  "acl routers_words res.hdr(content-length) -m int gt 0",
  unclaimedPage,
  `http-response return ${pageText(unavailablePage)} if { status 404 500 502:504 } routers_own routers_words`,
];

/** The issuer listens only while a name is being proven. */
export const issuerSection = (issuer: Neighbour): string =>
  section("backend issuer", `server issuer ${at(issuer, certificatePorts.issuer)}`);

export const keeperSection = (keeper: Neighbour): string =>
  section(
    "backend keeper",
    "http-request set-path /metrics",
    `server keeper ${at(keeper, certificatePorts.keeper)}`,
  );
