import { join } from "node:path";
import { x } from "tinyexec";
import { installed } from "../../test/support/tools";

/** What one call of wrk saw. */
export interface Seen {
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Answers other than 2xx and 3xx, and connections that broke. */
  readonly failed: number;
}

/** Where a road begins. */
export interface Door {
  readonly scheme: "http" | "https";
  /** Loopback, or a container of the benchmarks. */
  readonly address: string;
  readonly port: number;
}

export interface Load extends Door {
  /** The Host header, and with TLS the name that is asked for. */
  readonly domain: string;
  readonly path: string;
  readonly connections: number;
  readonly seconds: number;
  /** Every request on a connection of its own. @default false */
  readonly newConnections?: boolean;
}

/** Sends as many requests as are answered. Certificates are not checked. */
export async function wrk(load: Load): Promise<Seen> {
  const { address, connections, seconds } = load;
  refuseAnythingButOwn(address);
  await installed("wrk", "wrk");
  const words = [
    ...["--threads", String(Math.min(2, connections)), "--connections", String(connections)],
    ...["--duration", `${seconds}s`, "--timeout", "10s", "--header", `Host: ${load.domain}`],
    ...(load.newConnections ? ["--header", "Connection: close"] : []),
    ...["--script", join(__dirname, "load.lua")],
    `${load.scheme}://${load.domain}:${load.port}${load.path}`,
  ];
  const offered = join(__dirname, "openssl.cnf");
  const env = { ...process.env, HOMEPORT_BENCH_ADDRESS: address, OPENSSL_CONF: offered };
  const { stdout, stderr, exitCode } = await x("wrk", words, { nodeOptions: { env } });
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

/** This must never become a tool against somebody's server. load.lua connects to this address and no other. */
function refuseAnythingButOwn(address: string): void {
  if (!/^(127\.0\.0\.1|172\.27\.\d+\.\d+)$/.test(address))
    throw new Error(`${address} is neither loopback nor a container of the benchmarks`);
}
