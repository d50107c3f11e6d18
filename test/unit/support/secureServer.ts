import type { RequestListener } from "node:http";
import * as https from "node:https";
import type { AddressInfo } from "node:net";
import { type Authority, newAuthority } from "../../support/authority";

export interface SecureServer {
  server: https.Server;
  /** `https://` and the port that it got on loopback. */
  base: string;
  authority: Authority;
  /** The names that clients asked for, in their order; "" where they asked for none. */
  asked: string[];
}

/** A server with one certificate for these names, of an authority of its own. */
export async function serveSecurely(
  names: string[],
  answer: RequestListener,
  options: https.ServerOptions = {},
): Promise<SecureServer> {
  const authority = await newAuthority();
  const server = https.createServer({ ...(await authority.issue(names)), ...options }, answer);
  const asked: string[] = [];
  server.on("secureConnection", ({ servername }) => asked.push(servername || ""));
  // A handshake that fails is the business of the client that the test looks at.
  server.on("tlsClientError", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { server, base: `https://127.0.0.1:${port}`, authority, asked };
}
