import { askedName } from "./askedName";
import { type HttpProbe, pathOf } from "./probe";

/** What of a service a question to its application depends on. */
export interface Asking {
  readonly domains: readonly string[];
  /** Begins with a slash and does not end with one; absent for all paths. */
  readonly pathPrefix?: string;
  readonly stripPrefix: boolean;
  /** Address of the farm, the visitor of all questions. */
  readonly farm: string;
}

/** What is asked of an application. */
export type Wanted = Pick<HttpProbe, "path" | "host">;

/** A request as it is sent to an application. */
export interface Question {
  readonly path: string;
  readonly host: string;
  /** All headers but `Host`. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * What an application is asked, whoever asks it: a request of a visitor as farm and router hand it on. Many
 * applications refuse another name, send plain HTTP elsewhere, or answer a proxy's headers in a way of their own.
 */
export const questionOf = (
  { domains, pathPrefix, stripPrefix, farm }: Asking,
  { path, host = askedName(domains) }: Wanted,
): Question => ({
  path,
  host,
  headers: {
    // Without it, the router would ask for gzip and unpack the answer.
    "Accept-Encoding": "identity",
    "User-Agent": "homeport",
    "X-Forwarded-For": farm,
    "X-Forwarded-Host": host,
    "X-Forwarded-Port": /:(\d+)$/.exec(host)?.[1] ?? "443",
    ...(pathPrefix && stripPrefix ? { "X-Forwarded-Prefix": pathPrefix } : {}),
    "X-Forwarded-Proto": "https",
    "X-Real-IP": farm,
  },
});

/**
 * Middlewares of a router by which a request becomes this question, but for its query: a path is all that the router
 * can put in place of another. Of that other path, it leaves a trace.
 * @param name what their names begin with
 * @param more headers beside those of every question
 */
export const becomes = (
  name: string,
  { path, host, headers }: Question,
  more: Readonly<Record<string, string>> = {},
) => ({
  [`${name}_path`]: { replacePath: { path: pathOf({ path }) } },
  [`${name}_as`]: {
    headers: { customRequestHeaders: { Host: host, ...headers, ...more, "X-Replaced-Path": "" } },
  },
});

/** What is asked of gRPC, always by POST. */
export const grpcHeaders = { "Content-Type": "application/grpc", TE: "trailers" } as const;
