import type { Client } from "undici";
import { Connections } from "./loadConnections";
import { type LoadReport, LoadTally } from "./loadReport";

/**
 * A steady stream of requests at a constant rate: the arrival times are fixed beforehand and do not wait for
 * answers, so a stall of the farm shows as latency and losses instead of as fewer requests.
 */
export interface LoadOptions {
  /** Where to connect: an `http://` or `https://` address on loopback. */
  origin: string;
  /** The domain asked for (Host header). */
  host: string;
  /** @default "/" */
  path?: string;
  /** Requests per second, at most 5,000. */
  rate: number;
  /**
   * Kept-alive connections, used in turn. Each rests between two requests, as browsers' connections do: that
   * is when a proxy that closes idle connections on a reload loses requests.
   * @default 32
   */
  connections?: number;
  /** Every request on a connection of its own, with a whole handshake where there is TLS. @default false */
  newConnections?: boolean;
  /** The authority of an `https://` origin: PEM. @default what `trust` was told of the origin */
  ca?: string;
  /** Takes any certificate, where nobody knows yet who will have issued it. @default false */
  unverified?: boolean;
  /** A request that takes longer is lost. @default 10 */
  timeoutSeconds?: number;
  /** Stops by itself after this time, so that a failed test leaves no load behind. @default 180 */
  maxSeconds?: number;
}

export interface Load {
  /** What has happened so far. */
  report(): LoadReport;
  /** Sends nothing new, waits for what is under way, and reports. */
  stop(): Promise<LoadReport>;
}

export type { LoadReport } from "./loadReport";

const loopback = new Set(["127.0.0.1", "[::1]", "localhost"]);
const tickMilliseconds = 5;
const mostGapMilliseconds = 250;

export function start(options: LoadOptions): Load {
  const { rate, timeoutSeconds = 10 } = options;
  const seconds = options.maxSeconds ?? 180;
  refuseAnythingButLoopback(options.origin);
  if (!(rate > 0 && rate <= 5_000)) throw new Error(`rate: ${rate} is not between 1 and 5000 requests/s`);
  if (!(seconds > 0 && seconds <= 1_800)) throw new Error(`maxSeconds: ${seconds} is not between 1 and 1800`);

  const tally = new LoadTally();
  const connections = new Connections(options, tally);
  const underWay = new Set<Promise<void>>();
  let startedAt = performance.now();
  let lastTick = startedAt;
  let scheduled = 0;

  const send = (client: Client, dueAt: number): void => {
    const sentAt = new Date();
    const done = one(client, options, AbortSignal.timeout(timeoutSeconds * 1_000))
      .then(
        (answer) => tally.answered(answer, sentAt, performance.now() - dueAt),
        (error: Error) => tally.lost(describe(error), sentAt),
      )
      .then(() => connections.used(client));
    underWay.add(done);
    void done.finally(() => underWay.delete(done));
  };

  const tick = (): void => {
    const gap = performance.now() - lastTick;
    lastTick += gap;
    // It is this process that stood still: what was due meanwhile would come as a flood, which no visitors are.
    if (gap > mostGapMilliseconds) startedAt += gap;
    const elapsed = lastTick - startedAt;
    const due = Math.floor((Math.min(elapsed, seconds * 1_000) * rate) / 1_000);
    for (; scheduled < due; scheduled++) {
      tally.sent++;
      send(connections.next(scheduled), startedAt + (scheduled * 1_000) / rate);
    }
    if (elapsed >= seconds * 1_000) clearInterval(timer);
  };
  const timer = setInterval(tick, tickMilliseconds);

  return {
    report: () => tally.report(performance.now() - startedAt),
    stop: async () => {
      clearInterval(timer);
      const took = performance.now() - startedAt;
      await Promise.all(underWay);
      await connections.close();
      return tally.report(took);
    },
  };
}

/** Runs the load while `work` runs. */
export async function during(options: LoadOptions, work: () => Promise<void>): Promise<LoadReport> {
  const load = start(options);
  try {
    await work();
  } catch (error) {
    await load.stop();
    throw error;
  }
  return load.stop();
}

/** This must never become a tool against somebody's server. */
function refuseAnythingButLoopback(origin: string): void {
  const { protocol, hostname } = new URL(origin);
  if (!/^https?:$/.test(protocol) || !loopback.has(hostname))
    throw new Error(`origin: ${origin} is not an http:// or https:// address on loopback`);
}

/** The time allowed includes the wait for a free connection. */
async function one(client: Client, { path = "/", host }: LoadOptions, signal: AbortSignal) {
  const request = { method: "GET", path, headers: { host }, signal } as const;
  const { statusCode, headers, body } = await client.request(request);
  // Read to the end: an answer cut off in its middle is a loss too.
  for await (const _ of body);
  return { status: statusCode, answer: headers["x-answer"], instance: headers["x-instance"] };
}

function describe(error: Error & { code?: string | number }): string {
  return typeof error.code === "string" ? `${error.code}: ${error.message}` : error.message;
}
