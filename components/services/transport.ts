import { idleConnections, keepAliveSeconds as usualSeconds } from "../router/config";
import { type Spoken, tlsTransport } from "./protocol";

/** What of a route its connections depend on. */
interface Connected extends Spoken {
  readonly domains: readonly string[];
  /** How long a connection without a request is kept; absent for as long as the router does by itself. */
  readonly keepAliveSeconds?: number;
}

/**
 * How the router reaches containers, where it is not as usual: as fields of a serversTransport, which has nothing of
 * what the router does by itself.
 * @returns undefined where it is as usual
 */
export function transportOf(route: Connected) {
  const tls = tlsTransport(route);
  if (!tls && route.keepAliveSeconds === undefined) return undefined;
  const { keepAliveSeconds = usualSeconds } = route;
  if (keepAliveSeconds === 0)
    // By HTTP/2, many requests would share one connection.
    return { maxIdleConnsPerHost: -1, ...(tls ? { disableHTTP2: true, ...tls } : {}) };
  return {
    maxIdleConnsPerHost: idleConnections,
    forwardingTimeouts: { idleConnTimeout: `${keepAliveSeconds}s` },
    ...tls,
  };
}
