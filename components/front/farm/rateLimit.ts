import { z } from "zod";
import { expecting } from "../../shared/expecting";
import type { Fields } from "../../shared/problems";
import { but, visitor } from "../haproxy/perAddressRules";
import { section } from "../haproxy/text";
import { pageText, tooManyPage } from "./pages";

/** How many requests one client address may have answered, or `off` for any number. */
export type RateLimit =
  | {
      /** Requests that are answered. */
      readonly requests: number;
      /** Within this many seconds. */
      readonly seconds: number;
    }
  | "off";

/** More than a person with many windows needs, less than what keeps a small machine busy. */
export const defaultRateLimit = { requests: 1000, seconds: 10 } as const satisfies RateLimit;

const example = "{ requests: 1000, seconds: 10 }";
const requests = expecting("a whole number of requests (1–1000000)", "1000");
const seconds = expecting("a whole number of seconds (1–3600)", "10");

/** What a rate limit has to look like. */
export const rateLimitSchema = z.union(
  [
    z.strictObject({
      requests: z.int(requests).min(1, requests).max(1_000_000, requests),
      seconds: z.int(seconds).min(1, seconds).max(3600, seconds),
    } satisfies Fields<Exclude<RateLimit, "off">>),
    z.literal("off"),
  ],
  expecting('a number of requests and of seconds, or "off"', example),
);

const table = "rate_limit";

/** As many times the limit may be refused within its time span, and said so. */
const farBeyond = 10;

/** Renders the section that counts, for each client address; nothing where there is no limit. */
export const rateLimitSection = (limit: RateLimit): string[] =>
  limit === "off"
    ? []
    : [
        section(
          `backend ${table}`,
          "# 192 bytes each, taken as they are needed. In a full table the oldest makes way for a new one.",
          `stick-table type ipv6 size 100k expire ${limit.seconds}s store gpc0,gpc0_rate(${limit.seconds}s),gpc1,gpc1_rate(${limit.seconds}s)`,
        ),
      ];

/**
 * Renders the rules of a frontend. They go before all others, so that a request that is refused costs as little
 * as can be. What is answered counts and what is refused does not: an address that asks for too much goes on
 * at the limit, and is not shut out for as long as it keeps asking.
 *
 * @param unless ACL of the frontend whose requests are neither counted nor refused
 * @param sharing condition of requests whose connection is others' too, and stays
 */
export const rateLimitRules = (
  limit: RateLimit,
  unless?: string,
  sharing: readonly string[] = [],
): string[] =>
  limit === "off"
    ? []
    : [
        "# A household has one IPv4 address, and one /64 of IPv6 whose addresses are its own to choose.",
        `http-request track-sc0 ${visitor} table ${table}${unless ? ` unless ${unless}` : ""}`,
        `acl over_limit sc_gpc0_rate(0) ge ${limit.requests}`,
        "# One line in the log for each address and time span: a flood of requests is none of lines.",
        "http-request set-log-level notice if over_limit",
        "http-request set-log-level silent if over_limit { sc_gpc1_rate(0) gt 0 }",
        "http-request sc-inc-gpc1(0) if over_limit",
        "# Who does not care for answers at all gets none: the connection is closed.",
        `http-request reject if over_limit { sc_gpc1_rate(0) gt ${limit.requests * farBeyond} }${but(sharing)}`,
        `http-request deny ${pageText(tooManyPage)} hdr Retry-After ${limit.seconds} if over_limit`,
        "http-request sc-inc-gpc0(0)",
      ];
