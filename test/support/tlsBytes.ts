import * as net from "node:net";
import { Duplex } from "node:stream";
import * as tls from "node:tls";
import { type Handshake, type Hello, handshake, type Refused } from "./tls";
import { pause } from "./wait";

/** Names that nobody knows: with them a ClientHello is as long as those with keys against quantum computers. */
const padding = Array.from({ length: 150 }, (_, i) => `no-protocol-${i}`);

/** The first message of a client, as Node.js would send it. */
export function clientHello(servername: string): Promise<Buffer> {
  return new Promise((resolve) => {
    const wire = new Duplex({ read: () => {}, write: (chunk: Buffer) => resolve(chunk) });
    tls.connect({ socket: wire, servername, ALPNProtocols: ["http/1.1", ...padding] }).on("error", () => {});
  });
}

/**
 * A handshake whose ClientHello is longer than a packet and arrives in pieces, as it does from browsers with
 * keys against quantum computers. A server that reads it only once does not get to its end.
 */
export async function splitHandshake(
  base: string,
  domain: string,
  hello: Omit<Hello, "over"> & { pieces?: number; secondsBetween?: number } = {},
): Promise<(Handshake | Refused) & { helloBytes: number }> {
  const { pieces = 4, secondsBetween = 0.1, alpn = ["http/1.1"] } = hello;
  const socket = await connected(base);
  let helloBytes = 0;
  const wire = new Duplex({
    read: () => socket.resume(),
    write: (chunk: Buffer, _, done) => {
      if (helloBytes > 0) return void socket.write(chunk, done);
      helloBytes = chunk.length;
      sendInPieces(socket, chunk, pieces, secondsBetween).then(() => done(), done);
    },
    final: (done) => void socket.end(done),
    destroy: (error, done) => {
      socket.destroy();
      done(error);
    },
  });
  socket.on("data", (chunk) => void wire.push(chunk));
  socket.on("end", () => void wire.push(null));
  socket.on("error", (error) => wire.destroy(error));
  return {
    ...(await handshake(base, domain, { ...hello, alpn: [...alpn, ...padding], over: wire })),
    helloBytes,
  };
}

async function sendInPieces(
  socket: net.Socket,
  bytes: Buffer,
  pieces: number,
  seconds: number,
): Promise<void> {
  const size = Math.ceil(bytes.length / pieces);
  for (let at = 0; at < bytes.length; at += size) {
    if (at > 0) await pause(seconds);
    await new Promise((resolve) => socket.write(bytes.subarray(at, at + size), resolve));
  }
}

/**
 * Sends these bytes, and nothing after them; what came, and after how many seconds the server closed.
 * @throws Error where it did not within the time.
 */
export async function sendAndWait(
  base: string,
  bytes: Buffer | string,
  withinSeconds: number,
): Promise<{ received: Buffer; seconds: number }> {
  const socket = await connected(base);
  const start = performance.now();
  const chunks: Buffer[] = [];
  return new Promise((resolve, reject) => {
    const late = setTimeout(
      () => socket.destroy(new Error(`${base} did not close within ${withinSeconds} s`)),
      withinSeconds * 1_000,
    );
    let problem: NodeJS.ErrnoException | undefined;
    socket.on("data", (chunk) => void chunks.push(chunk));
    socket.on("error", (error) => {
      problem = error;
    });
    socket.on("close", () => {
      clearTimeout(late);
      // A reset is an end like any other.
      if (problem && problem.code !== "ECONNRESET" && problem.code !== "EPIPE") return reject(problem);
      resolve({ received: Buffer.concat(chunks), seconds: (performance.now() - start) / 1_000 });
    });
    socket.write(bytes);
  });
}

function connected(base: string): Promise<net.Socket> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host: hostname, port: Number(port), noDelay: true }, () => resolve(socket));
    socket.once("error", reject);
  });
}
