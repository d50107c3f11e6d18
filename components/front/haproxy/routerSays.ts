import { loadedPath } from "../../router/loaded";
import { unavailablePage } from "../farm/pages";

/**
 * Rules by which a router is asked whether it has loaded its routes. Of one that says no, nobody is sent there from that
 * moment on; one that says nothing is asked again first. One that is slow to say it, as on a busy machine, is there: whoever waits for
 * it is served, and whoever was sent away would not be.
 */
export const loadedRules: readonly string[] = [
  `option httpchk GET ${loadedPath}`,
  "http-check disable-on-404",
  "timeout check 3s",
];

/**
 * What a router says by itself. It counts the bytes of nothing but its own words, and writes the length that it counted
 * behind the date; by HTTP/2, right before it. An answer of an application has its headers in the order of the alphabet,
 * its length, if it has one, before its type and the date: by HTTP/2, one without a type would be taken for the router's.
 * Where an application says nothing by HTTP/2, a router counts that, too.
 * @param h2 whether routers are spoken with by HTTP/2
 */
export const routersOwn = (h2 = false): readonly string[] => [
  "# What a router says by itself: no container answered, or no service has this path.",
  `acl routers_own res.hdr_names -m reg (^|,)${h2 ? "content-length,date" : "date,content-length"}(,|$)`,
  "acl routers_words res.hdr(content-length) -m int gt 0",
];

/**
 * Rules by which a visitor whose router is gone under the request gets the same as whoever comes next: when to come again.
 * HAProxy alone says so, by 502; what a router has answered stays as it is.
 */
export const lostRules: readonly string[] = [
  "http-response set-var(txn.answered) bool(true)",
  `http-after-response set-header Retry-After ${unavailablePage.retrySeconds} if { status 502 } !{ var(txn.answered) -m bool }`,
  "http-after-response set-status 503 if { status 502 } !{ var(txn.answered) -m bool }",
];
