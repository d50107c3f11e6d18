import * as http2 from "node:http2";
import { setTimeout as sleep } from "node:timers/promises";
import { ask, begin } from "./http";
import { secure } from "./trust";
import { waitFor } from "./wait";

/** By which protocol a visitor comes, who is gone before the answer is complete. */
export const protocols = ["HTTP/1.1", "HTTP/2"] as const;

/** What a visitor leaves: an answer that has not begun, one that is on its way, or an upload. */
export const unfinished = {
  "an answer that has not begun": { method: "GET", path: "/linger?ms=9000" },
  "an answer that is on its way": { method: "GET", path: "/linger?ms=9000&speak=yes" },
  "an upload": { method: "POST", path: "/swallow?" },
} as const;

/** What became of a request at the application. */
export interface Visit {
  readonly arrived: number;
  readonly state: "running" | "answered" | "gone";
  /** Milliseconds from its arrival to its end. */
  readonly after: number;
}

/** How long a visitor stays, in milliseconds. */
export const stay = 500;

/** Asks, stays for a while, goes without a word, and tells what became of it once the application has ended it. */
export async function leave(
  base: string,
  domain: string,
  protocol: (typeof protocols)[number],
  what: keyof typeof unfinished,
): Promise<Visit> {
  const { method, path } = unfinished[what];
  const id = Math.random().toString(36).slice(2);
  const go = protocol === "HTTP/2" ? byHttp2 : byHttp1;
  const goAway = go(base, domain, method, `${path}&id=${id}`);
  const visit = async (): Promise<Visit> => (await ask(base, domain, `/visited?id=${id}`)).json();
  await waitFor("the request to arrive", async () => (await visit()).arrived > 0);
  await sleep(stay);
  goAway();
  await waitFor("its end", async () => (await visit()).state !== "running", 8);
  // A second one would arrive now.
  await sleep(300);
  return visit();
}

function byHttp1(base: string, domain: string, method: string, path: string): () => void {
  const request = begin(base, domain, path, { method });
  request.on("error", () => {});
  request.on("response", (response) => response.on("error", () => {}).resume());
  if (method === "POST") request.write(Buffer.alloc(200_000));
  else request.end();
  return () => request.destroy();
}

function byHttp2(base: string, domain: string, method: string, path: string): () => void {
  const session = http2.connect(base, secure(base, domain));
  session.on("error", () => {});
  const stream = session.request(
    { ":authority": domain, ":method": method, ":path": path },
    { endStream: method !== "POST" },
  );
  stream.on("error", () => {}).resume();
  if (method === "POST") stream.write(Buffer.alloc(200_000));
  return () => session.destroy();
}
