import { unroutedHeader } from "../../router/unrouted";
import { lostRules, routersOwn } from "../haproxy/routerSays";
import { refusedPage } from "./asSent";
import { notFoundPage, pageText, unavailablePage } from "./pages";

/**
 * The farm's pages instead of what routers say by themselves.
 * @param h2 whether routers are spoken with by HTTP/2
 */
export const ownPages = (h2 = false): readonly string[] => [
  refusedPage,
  ...lostRules,
  ...routersOwn(h2),
  unclaimedPage,
  `http-response return ${pageText(unavailablePage)} if { status 404 500 502:504 } routers_own routers_words`,
];

/** Where no route fits, the router says it; whether one is missing, only the farm can tell. */
const unclaimedPage = `http-response return ${pageText(notFoundPage)} if { status 503 } routers_own routers_words { res.hdr(${unroutedHeader}) -m found } { var(txn.unclaimed) -m bool }`;
