import { mayTakeH2 } from "./transport";

type Tried = Parameters<typeof mayTakeH2>[0] & { readonly service: string };

/**
 * The middleware by which a connection is tried again that could not be opened, and a request never that was sent. With
 * few containers the next choice can be the dead one again, so a few attempts are not enough.
 *
 * Not by HTTP/2: Traefik takes an answer for that of a connection which failed until it has noted that the request is
 * written, and notes it only after the bytes have left. A container that answers at once then loses the race: its status,
 * headers and body are thrown away, and the visitor gets an empty 200.
 */
export const triedAgain = (route: Tried) =>
  mayTakeH2(route)
    ? {}
    : { [`${route.service}_retry`]: { retry: { attempts: 10, initialInterval: "20ms" } } };
