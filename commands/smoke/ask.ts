import type { RequestOptions } from "node:http";
import { request } from "node:https";
import { connect as connectPlain } from "node:net";
import { type ConnectionOptions, connect } from "node:tls";
import { maintenanceHeader } from "../../components/front/farm/maintenance";
import type { Outputs, Question } from "./outputs";

/** How long an answer may take. */
const timeoutSeconds = 15;

/** Whoever speaks gRPC answers with status 200, also that there is no such method. */
const inGrpc = {
  path: "/homeport.Smoke/Ask",
  headers: { "content-type": "application/grpc", te: "trailers", "content-length": "0" },
} as const;

/** What a farm answered. */
export interface Said {
  readonly status: number;
  /** Whether it is the page of a service under maintenance. */
  readonly isMaintained: boolean;
  /** Where it sends its visitor. @default nowhere */
  readonly location?: string;
}

/**
 * Asks for one name as a visitor does, at the farm's address instead of where the public finds it.
 * @param proxyProtocol whether the farm takes whoever asks from here for the proxy in front of it
 * @throws Error that says what went wrong on the way.
 */
export const ask = (
  { url, grpc }: Question,
  { farm, authority }: Pick<Outputs, "farm" | "authority">,
  proxyProtocol = false,
): Promise<Said> =>
  new Promise((resolve, reject) => {
    const secure = {
      // A URL has brackets around an address of IPv6.
      host: farm.hostname.replace(/^\[|\]$/g, ""),
      port: Number(farm.port || 443),
      servername: url.hostname,
      ca: authority,
    };
    const asking = request({
      ...secure,
      // With an agent, nobody would be asked for a connection.
      ...(proxyProtocol ? { createConnection: telling(secure) } : { agent: false }),
      headers: { host: url.host, "user-agent": "homeport-smoke", ...(grpc ? inGrpc.headers : {}) },
      ...(grpc ? { method: "POST", path: inGrpc.path } : { path: url.pathname }),
      timeout: timeoutSeconds * 1000,
    });
    asking.on("response", (response) => {
      response.resume();
      const { statusCode: status = 0, headers } = response;
      const isMaintained = status === 503 && headers[maintenanceHeader.toLowerCase()] === "yes";
      resolve({ status, isMaintained, location: headers.location });
    });
    asking.on("timeout", () => asking.destroy(new Error(`no answer within ${timeoutSeconds} s`)));
    asking.on("error", reject);
    asking.end();
  });

/** Connections that begin by the PROXY protocol, and have nobody to tell of. */
const telling =
  (secure: ConnectionOptions): RequestOptions["createConnection"] =>
  (_, done) => {
    const plain = connectPlain({ host: secure.host, port: Number(secure.port) }, () =>
      plain.write("PROXY UNKNOWN\r\n", () => done(null, connect({ ...secure, socket: plain }))),
    );
    plain.on("error", (error) => done(error, plain));
    return undefined;
  };

/** Who asks for a name, a password or another network is at work. */
export const isServed = (status: number): boolean =>
  (status >= 200 && status < 400) || status === 401 || status === 403;
