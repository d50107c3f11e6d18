import type { ServiceTimeouts } from "../../services/serviceTimeouts";
import { byCode } from "../../shared/order";
import { type DataSize, toBytes } from "../../shared/size";
import type { RoutedClaim } from "./decisions";
import { type Page, pageText } from "./pages";
import { isFor } from "./places";
import type { FarmService } from "./services";
import type { FarmTimeouts } from "./timeouts";

/** What holds for one service alone. */
export interface OwnLimits {
  readonly service: string;
  /** Names of its routers. */
  readonly routers: readonly string[];
  readonly timeouts?: ServiceTimeouts;
  /** How large what a visitor sends may be. */
  readonly bodyLimit?: DataSize;
}

/** More was sent than a service takes. */
export const tooLargePage: Page = {
  status: 413,
  title: "Too large",
  text: "What was sent is larger than this service takes.",
};

/** How much is sent is not known before all of it has been sent. */
export const lengthPage: Page = {
  status: 411,
  title: "Length needed",
  text: "This service wants to know beforehand how much is sent.",
};

/** Services with limits of their own. */
export const ownLimitsOf = (
  services: readonly (Pick<FarmService, "serviceName" | "timeouts" | "bodyLimit"> & RoutedClaim)[],
): OwnLimits[] =>
  services
    .filter(({ timeouts, bodyLimit }) => timeouts || bodyLimit)
    .map(({ serviceName: service, routers, timeouts, bodyLimit }) => ({
      service,
      routers: routers.map(({ routerName }) => routerName),
      timeouts,
      bodyLimit,
    }))
    .sort((a, b) => byCode(a.service, b.service));

/** How long a request may stay without an end and without a body; then it is answered with 408. */
const firstByteSeconds = 5;

/** By other methods there is none, or nobody reads it. */
const mayHaveBody = (service: string): string =>
  `${isFor(service)} !HTTP_1.0 !HTTP_1.1 !METH_GET !METH_OPTIONS !METH_CONNECT !{ req.hdr(content-length) -m found }`;

/**
 * Rules for bodies that services take. What is on its way cannot be counted here: who does not say beforehand how much
 * comes is asked to, and more than was said never passes.
 */
export const bodyRules = (all: readonly OwnLimits[]): string[] =>
  all.flatMap(({ service, bodyLimit }) =>
    bodyLimit
      ? [
          `http-request return ${pageText(tooLargePage)} if ${isFor(service)} { req.hdr(content-length) -m int gt ${toBytes(bodyLimit)} }`,
          `http-request return ${pageText(lengthPage)} if ${isFor(service)} { req.hdr(transfer-encoding) -m found }`,
          "# By HTTP/2, nothing tells of a body that has no length but its first byte: what ends without one has none.",
          `http-request wait-for-body time ${firstByteSeconds}s at-least 1 if ${mayHaveBody(service)}`,
          `http-request return ${pageText(lengthPage)} if ${mayHaveBody(service)} !{ req.body_size 0 }`,
        ]
      : [],
  );

/** Rules of a router's section, for how long its services are waited for: a frontend has none. */
export const timeoutRules = (all: readonly OwnLimits[] = [], router: string): string[] =>
  all
    .filter(({ routers }) => routers.includes(router))
    .flatMap(({ service, timeouts: { server, tunnel } = {} }) => [
      ...(server ? [`http-request set-timeout server ${server}s if ${isFor(service)}`] : []),
      ...(tunnel ? [`http-request set-timeout tunnel ${tunnel}s if ${isFor(service)}`] : []),
    ]);

/** The longest that somebody is waited for behind that section: who asks there limits it. */
export const longestTimeouts = (
  all: readonly OwnLimits[] = [],
  router: string,
  usual: Pick<FarmTimeouts, "server" | "tunnel">,
): string[] =>
  (["server", "tunnel"] as const).flatMap((name) => {
    const own = all.filter(({ routers }) => routers.includes(router));
    const longest = Math.max(usual[name], ...own.map(({ timeouts }) => timeouts?.[name] ?? 0));
    return longest > usual[name] ? [`timeout ${name} ${longest}s`] : [];
  });
