import { idleConnections, keepAliveSeconds as usualSeconds } from "../router/config";
import type { Probe } from "./probe";
import { type Spoken, tlsTransport } from "./protocol";

/** What of a route its connections depend on. */
interface Connected extends Spoken {
  readonly domains: readonly string[];
  readonly probe: Pick<Probe, "kind">;
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
  const kept =
    keepAliveSeconds === 0
      ? { maxIdleConnsPerHost: -1 }
      : {
          maxIdleConnsPerHost: idleConnections,
          forwardingTimeouts: { idleConnTimeout: `${keepAliveSeconds}s` },
        };
  return { ...kept, ...(tls ? { ...(mayTakeH2(route) ? {} : { disableHTTP2: true }), ...tls } : {}) };
}

/**
 * Whether containers may be spoken with by HTTP/2. What serves HTTPS is, where all that is known of it is an open port:
 * what has to answer a question can do so by HTTP/1.1. Many requests would share a connection that is not to be kept.
 */
export const mayTakeH2 = ({ protocol, probe, keepAliveSeconds }: Connected): boolean =>
  protocol === "h2c" || (protocol === "https" && probe.kind === "tcp" && keepAliveSeconds !== 0);
