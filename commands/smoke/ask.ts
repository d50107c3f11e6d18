import { request } from "node:https";
import type { Outputs, Question } from "./outputs";

/** How long an answer may take. */
const timeoutSeconds = 15;

/** Whoever speaks gRPC answers with status 200, also that there is no such method. */
const inGrpc = {
  path: "/homeport.Smoke/Ask",
  headers: { "content-type": "application/grpc", te: "trailers", "content-length": "0" },
} as const;

/**
 * Asks for one name as a visitor does, at the farm's address instead of where the public finds it.
 * @throws Error that says what went wrong on the way.
 */
export const ask = (
  { url, grpc }: Question,
  { farm, authority }: Pick<Outputs, "farm" | "authority">,
): Promise<number> =>
  new Promise((resolve, reject) => {
    const asking = request({
      // A URL has brackets around an address of IPv6.
      host: farm.hostname.replace(/^\[|\]$/g, ""),
      port: farm.port,
      servername: url.hostname,
      headers: { host: url.host, "user-agent": "homeport-smoke", ...(grpc ? inGrpc.headers : {}) },
      ...(grpc ? { method: "POST", path: inGrpc.path } : { path: url.pathname }),
      ca: authority,
      agent: false,
      timeout: timeoutSeconds * 1000,
    });
    asking.on("response", (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    asking.on("timeout", () => asking.destroy(new Error(`no answer within ${timeoutSeconds} s`)));
    asking.on("error", reject);
    asking.end();
  });

/** Who asks for a name, a password or another network is at work. */
export const isServed = (status: number): boolean =>
  (status >= 200 && status < 400) || status === 401 || status === 403;
