import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import WebSocket from "ws";
import { begin, open } from "./http";
import { secure } from "./trust";

/** Reads a body of any size without keeping it; the number of bytes that arrived. */
export async function download(base: string, domain: string, path: string): Promise<number> {
  const response = await open(base, domain, path);
  let received = 0;
  for await (const chunk of response) received += (chunk as Buffer).length;
  return received;
}

/** Sends `bytes` zero bytes from one small buffer, as fast as the other side takes them; its JSON answer. */
export async function upload(base: string, domain: string, path: string, bytes: number): Promise<unknown> {
  const headers = { "content-length": String(bytes), "content-type": "application/octet-stream" };
  const request = begin(base, domain, path, { method: "POST", headers, timeoutSeconds: 300 });
  const answer = new Promise<string>((resolve, reject) => {
    request.on("error", reject);
    request.on("response", (response) => {
      let text = "";
      response.on("data", (chunk: Buffer) => {
        text += chunk.toString("utf8");
      });
      response.on("error", reject);
      response.on("end", () => resolve(text));
    });
  });
  await Promise.all([pipeline(Readable.from(zeros(bytes)), request), answer]);
  return JSON.parse(await answer);
}

function* zeros(bytes: number): Generator<Buffer> {
  const piece = Buffer.alloc(64 * 1024);
  for (let left = bytes; left > 0; left -= piece.length)
    yield left < piece.length ? piece.subarray(0, left) : piece;
}

/** Server-sent events with the time each one arrived: a proxy that buffers delivers them all at once. */
export async function events(base: string, domain: string, path: string) {
  const response = await open(base, domain, path, { headers: { accept: "text/event-stream" } });
  const seen: { data: string; at: number }[] = [];
  let rest = "";
  for await (const chunk of response) {
    const lines = (rest + (chunk as Buffer).toString("utf8")).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines)
      if (line.startsWith("data:")) seen.push({ data: line.slice(5).trim(), at: performance.now() });
  }
  return seen;
}

/** Opens a websocket, sends each message and waits for it to come back. */
export function websocketEcho(
  base: string,
  domain: string,
  path: string,
  messages: string[],
): Promise<string[]> {
  const socket = new WebSocket(new URL(path, base.replace(/^http/, "ws")), {
    ...secure(base, domain),
    headers: { host: domain },
    handshakeTimeout: 10_000,
  });
  const back: string[] = [];
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => socket.terminate(), 10_000);
    socket.on("open", () => socket.send(messages[0] ?? ""));
    socket.on("message", (data) => {
      back.push(data.toString());
      const following = messages[back.length];
      if (following === undefined) socket.close();
      else socket.send(following);
    });
    socket.on("error", reject);
    socket.on("close", () => {
      clearTimeout(timer);
      resolve(back);
    });
  });
}
