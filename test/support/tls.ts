import type { Duplex } from "node:stream";
import * as tls from "node:tls";
import { type Secure, secure } from "./trust";
import { pause } from "./wait";

export interface Hello extends Secure {
  /** Protocols above TLS, the favourite first. @default none */
  alpn?: string[];
  /** The versions offered: before TLS 1.2 with ciphers that nobody should take. @default 1.2 to 1.3 */
  minVersion?: tls.SecureVersion;
  maxVersion?: tls.SecureVersion;
  /** Names of OpenSSL. @default those of Node.js */
  ciphers?: string;
  /** The connection below. @default one to the base */
  over?: Duplex;
  /** @default 10 */
  timeoutSeconds?: number;
}

/** A handshake that came to a good end. */
export interface Handshake {
  protocol: string;
  cipher: string;
  /** What both agreed on; "" where it was nothing. */
  alpn: string;
  /** The names of the certificate. */
  names: string[];
  serialNumber: string;
  /** End of its validity, in seconds since 1970. */
  until: number;
  /** Subjects from the server's own certificate up to the authority. */
  chain: string[];
  /** Sizes of the session tickets that came: those of 32 bytes are names of sessions that the server keeps. */
  tickets: number[];
}

/** How it ended otherwise. */
export interface Refused {
  /** OpenSSL's or Node's code: `ERR_SSL_TLSV1_UNRECOGNIZED_NAME`, `ECONNRESET`. */
  refused: string;
}

/** TLS 1.3's tickets come after the handshake. */
const secondsForTickets = 0.2;

/** Opens a connection to `base` as a client of the domain would, and looks at what was agreed on. */
export async function handshake(
  base: string,
  domain: string,
  hello: Hello = {},
): Promise<Handshake | Refused> {
  const tickets: number[] = [];
  const socket = tls.connect(optionsOf(base, domain, hello));
  socket.on("session", () => {
    const ticket = socket.getTLSTicket();
    if (ticket) tickets.push(ticket.length);
  });
  socket.setTimeout((hello.timeoutSeconds ?? 10) * 1_000, () => socket.destroy(new Error("TIMEOUT")));
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once("secureConnect", resolve);
      socket.once("error", reject);
      socket.once("close", () => reject(new Error("CLOSED")));
    });
    const agreed = seen(socket);
    await pause(secondsForTickets);
    return { ...agreed, tickets };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return { refused: code ?? message };
  } finally {
    socket.on("error", () => {});
    socket.destroy();
  }
}

function optionsOf(base: string, domain: string, hello: Hello): tls.ConnectionOptions {
  const { hostname, port } = new URL(base);
  const { alpn, minVersion = "TLSv1.2", maxVersion = "TLSv1.3", over } = hello;
  // OpenSSL itself offers nothing below 1.2 any more unless it is told to.
  const old = maxVersion < "TLSv1.2" ? "DEFAULT:@SECLEVEL=0" : undefined;
  return {
    ...secure(base, domain, hello),
    ...(over ? { socket: over } : { host: hostname, port: Number(port) }),
    ...(alpn && { ALPNProtocols: alpn }),
    minVersion,
    maxVersion,
    ciphers: hello.ciphers ?? old,
  };
}

function seen(socket: tls.TLSSocket): Omit<Handshake, "tickets"> {
  const certificate = socket.getPeerCertificate(true);
  const names = certificate.subjectaltname?.split(", ").map((name) => name.replace(/^\w+:/, ""));
  return {
    protocol: socket.getProtocol() ?? "",
    cipher: socket.getCipher().name,
    alpn: socket.alpnProtocol || "",
    names: names ?? [],
    until: Date.parse(certificate.valid_to) / 1000,
    serialNumber: certificate.serialNumber,
    chain: chainOf(certificate),
  };
}

/** An authority is its own issuer: there the chain ends. */
function chainOf(certificate: tls.DetailedPeerCertificate): string[] {
  const { issuerCertificate: issuer, subject, fingerprint256 } = certificate;
  const own = Object.values(subject).flat().join(", ");
  if (!issuer || issuer.fingerprint256 === fingerprint256) return [own];
  return [own, ...chainOf(issuer)];
}
