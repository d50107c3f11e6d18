import { once } from "node:events";
import * as tls from "node:tls";
import { domain } from "../ours";
import type { Door } from "./wrk";

/** TLS 1.3's tickets come after the handshake, at the latest with an answer. */
const ask = `GET / HTTP/1.1\r\nHost: ${domain()}\r\nConnection: close\r\n\r\n`;

/** @returns whether a visitor who comes again is spared a part of the handshake. */
export async function takesUpSessions(door: Door): Promise<boolean> {
  const { session } = await visit(door);
  return (await visit(door, session)).reused;
}

async function visit({ address, port }: Door, known?: Buffer) {
  // Which certificate it is does not matter here.
  const trusting = { servername: domain(), rejectUnauthorized: false, minVersion: "TLSv1.3" } as const;
  const socket = tls.connect({ host: address, port, session: known, ...trusting });
  let session: Buffer | undefined;
  socket.on("session", (told: Buffer) => {
    session = told;
  });
  await once(socket, "secureConnect");
  const reused = socket.isSessionReused();
  socket.end(ask);
  socket.resume();
  await once(socket, "close");
  return { session, reused };
}
