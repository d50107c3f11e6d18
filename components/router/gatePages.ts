import { errorPages, notFoundPage, pageText, unavailablePage } from "../front/farm/pages";
import { lostRules, routersOwn } from "../front/haproxy/routerSays";
import { unroutedHeader } from "./unrouted";

/** What a gate says by itself. */
export const pagesOfErrors: readonly string[] = errorPages.map((page) => `http-error ${pageText(page)}`);

/**
 * Rules by which whoever calls at a published port gets the farm's pages instead of what the router says by itself. It knows
 * a name that nobody has only when it has loaded its routes, and says so by a header.
 */
export const gatePages: readonly string[] = [
  ...pagesOfErrors,
  ...lostRules,
  ...routersOwn(),
  `acl unrouted res.hdr(${unroutedHeader}) -m found`,
  `http-response return ${pageText(notFoundPage)} if { status 404 } routers_own routers_words unrouted`,
  `http-response return ${pageText(unavailablePage)} if { status 404 500 502:504 } routers_own routers_words`,
];
