import { notUnderstoodPage, pageText } from "../farm/pages";

/** What every door for visitors does to a request. */

/**
 * Nobody gets a tunnel by asking for one: whatever a visitor says in it, a router would take for the farm's. A websocket by
 * HTTP/2 has been read as a GET by then.
 */
export const tunnelRules: readonly string[] = [
  `http-request deny ${pageText(notUnderstoodPage)} if METH_CONNECT`,
];

/**
 * Whatever a visitor has sent of these is not believed, nor which headers are a matter of this connection alone: whoever is
 * next would take them away, those of the farm's among them.
 */
export const unbelievedRules: readonly string[] = [
  "http-request del-header connection unless goes_over",
  "http-request set-header connection upgrade if goes_over",
  "http-request del-header x-forwarded- -m beg",
  "http-request del-header forwarded",
  "http-request del-header x-real-ip",
];

/**
 * A request always says which encodings are welcome. Where it does not, a router asks for gzip by itself and unpacks the
 * answer: its length, its ranges and the meaning of its ETag would be lost on the way.
 */
export const acceptEncodingRules: readonly string[] = [
  "http-request set-header Accept-Encoding identity unless { req.fhdr(accept-encoding,1),length gt 0 }",
];
