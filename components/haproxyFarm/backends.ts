import { certificatePorts } from "../certificates/ports";
import { section } from "../haproxy/text";
import { asSentRules, refusedPage } from "./asSent";
import { pageText, unavailablePage } from "./pages";
import { at, connectRules, type FarmRouter, farRules, type Neighbour, onlyServer } from "./servers";
import { unclaimedPage } from "./unclaimed";

/**
 * The section of a router that alone serves its domains.
 * @param connectSeconds how long a connection may take at most by the farm's settings
 */
export const routerSection = (router: FarmRouter, connectSeconds: number): string =>
  section(
    `backend router_${router.name}`,
    // A gate that has no router lets nobody in: a handshake tells enough.
    connectRules(connectSeconds, 2),
    router.wire ? farRules : ["option httpchk GET /ping"],
    asSentRules,
    ownPages,
    onlyServer(router),
  );

/**
 * The farm's pages instead of what routers say by themselves. A router counts the bytes of nothing but its own words,
 * and writes the length that it counted behind the date. An answer of an application has its headers in the order of
 * the alphabet, its length, if it has one, before the date.
 */
export const ownPages: readonly string[] = [
  refusedPage,
  "# What a router says by itself: no container answered, or no service has this path.",
  "acl routers_own res.hdr_names -m reg (^|,)date,content-length(,|$)",
  unclaimedPage,
  `http-response return ${pageText(unavailablePage)} if { status 404 500 502:504 } routers_own`,
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
