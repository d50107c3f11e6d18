import { isWildcard } from "../shared/domain";
import { byCode } from "../shared/order";
import type { HttpProbe } from "./probe";

/** What of a service a question to its application depends on. */
export interface Asking {
  readonly domains: readonly string[];
  /** Begins with a slash and does not end with one; absent for all paths. */
  readonly pathPrefix?: string;
  readonly stripPrefix: boolean;
  /** Address of the farm, the visitor of all questions. */
  readonly farm: string;
}

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
  { path, host = askedName(domains) }: HttpProbe,
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

/** A name that the application knows; an exact one where there is any, whatever their order. */
const askedName = (domains: readonly string[]): string => {
  const sorted = [...domains].sort(byCode);
  return sorted.find((name) => !isWildcard(name)) ?? (sorted[0] ?? "").replace("*", "probe");
};
