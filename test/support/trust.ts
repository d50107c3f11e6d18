import { isIP } from "node:net";
import type { ConnectionOptions } from "node:tls";

/** How a client makes sure whom it talks to at an `https://` base. */
export interface Secure {
  /** The authority that must have issued the certificate: PEM. @default what `trust` was told of the base */
  ca?: string;
  /** The name to ask for (SNI) and to look for in the certificate; "" asks for none. @default the domain's */
  servername?: string;
  /** Takes any certificate, for tests about which one is served. @default false */
  unverified?: boolean;
}

const authorities = new Map<string, string>();

/** From now on, certificates at this base must be issued by this authority (PEM). */
export function trust(base: string, pem: string): void {
  authorities.set(new URL(base).origin, pem);
}

/**
 * What TLS needs to ask `base` for a domain; nothing for an `http://` base.
 * @throws Error where no authority is known: a test never falls back to those of the machine.
 */
export function secure(base: string, domain: string, wanted: Secure = {}): ConnectionOptions {
  const { origin, protocol } = new URL(base);
  if (protocol !== "https:") return {};
  const { servername = servernameOf(domain), unverified = false } = wanted;
  if (unverified) return { servername, rejectUnauthorized: false };
  const ca = wanted.ca ?? authorities.get(origin);
  if (!ca) throw new Error(`no authority is known for ${origin}: say trust(base, pem), or give a ca`);
  return { servername, ca };
}

/** The name in a Host header as clients ask for it: in lower case, without port and dot; an address is none. */
export function servernameOf(host: string): string {
  const name = host.replace(/:\d+$/, "").replace(/\.$/, "").toLowerCase();
  return isIP(name.replace(/^\[|\]$/g, "")) ? "" : name;
}
