import { certificatePorts } from "../certificates/ports";
import { section } from "../haproxy/text";
import type { FarmTimeouts } from "./config";
import { type FarmDomains, sectionNameOf } from "./domainRules";
import { longCalls, overH2 } from "./h2";
import { notFoundPage, pageText, unavailablePage } from "./pages";
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
    ownPages,
    onlyServer(router) + (entry.h2 ? overH2 : ""),
  );

/** The farm's pages instead of what routers say by themselves. */
export const ownPages: readonly string[] = [
  ...unclaimedPage,
  "# What a router says by itself: no container answered, or no service has this path.",
  "acl short res.hdr(content-length) -m int le 20",
  "http-response wait-for-body time 1s if { status 404 502:504 } short",
  'acl unanswered res.body -m str "Bad Gateway" "Gateway Timeout"',
  'acl unanswered res.body -m beg "no available server"',
  'acl unrouted res.body -m beg "404 page not found"',
  `http-response return ${pageText(unavailablePage)} if { status 502:504 } short unanswered`,
  `http-response return ${pageText(notFoundPage)} if { status 404 } short unrouted`,
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
