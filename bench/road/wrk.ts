import { join } from "node:path";
import { x } from "tinyexec";
import { installed } from "../tools";

/** What one call of wrk saw. */
export interface Seen {
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Answers other than 2xx and 3xx, and connections that broke. */
  readonly failed: number;
}

export interface Load {
  /** Base address: loopback, or a container of this machine. */
  readonly origin: string;
  readonly path: string;
  /** The Host header. */
  readonly host: string;
  readonly connections: number;
  readonly seconds: number;
}

/** Sends as many requests as are answered. */
export async function wrk({ origin, path, host, connections, seconds }: Load): Promise<Seen> {
  await installed("wrk", "wrk");
  const words = [
    ...["--threads", String(Math.min(2, connections)), "--connections", String(connections)],
    ...["--duration", `${seconds}s`, "--timeout", "10s", "--header", `Host: ${host}`],
    ...["--script", join(__dirname, "report.lua"), `${own(origin)}${path}`],
  ];
  const { stdout, stderr, exitCode } = await x("wrk", words);
  if (exitCode !== 0) throw new Error(`wrk ${words.join(" ")}\n${stdout}${stderr}`);
  return parseReport(stdout);
}

/** Reads the line that report.lua has written. */
export function parseReport(text: string): Seen {
  const line = text.split("\n").find((one) => one.startsWith("{"));
  if (!line) throw new Error(`wrk reported nothing:\n${text}`);
  const { requests, microseconds, failed, p50, p99 } = JSON.parse(line) as Record<string, number>;
  // Nothing may have been answered to its end in so short a time: then there is no time of an answer either.
  const milliseconds = (value = Number.NaN) => (requests ? value / 1e3 : Number.NaN);
  return {
    perSecond: (requests ?? 0) / ((microseconds ?? 0) / 1e6),
    p50: milliseconds(p50),
    p99: milliseconds(p99),
    failed: failed ?? 0,
  };
}

/** This must never become a tool against somebody's server. */
function own(origin: string): string {
  const { protocol, hostname } = new URL(origin);
  if (protocol !== "http:" || !/^(127\.0\.0\.1|172\.27\.\d+\.\d+)$/.test(hostname))
    throw new Error(`${origin} is neither loopback nor a container of the benchmarks`);
  return origin;
}
