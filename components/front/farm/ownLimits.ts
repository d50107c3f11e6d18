import type { ServiceTimeouts } from "../../services/serviceTimeouts";
import { byCode } from "../../shared/order";
import { type MemorySize, toMebibytes } from "../../shared/size";
import { type Page, pageText } from "./pages";
import { isFor } from "./places";
import type { FarmService } from "./services";

/** What holds for one service alone. */
export interface OwnLimits {
  readonly service: string;
  readonly timeouts?: ServiceTimeouts;
  /** How large what a visitor sends may be. */
  readonly bodyLimit?: MemorySize;
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
  services: readonly Pick<FarmService, "serviceName" | "timeouts" | "bodyLimit">[],
): OwnLimits[] =>
  services
    .filter(({ timeouts, bodyLimit }) => timeouts || bodyLimit)
    .map(({ serviceName: service, timeouts, bodyLimit }) => ({ service, timeouts, bodyLimit }))
    .sort((a, b) => byCode(a.service, b.service));

/**
 * Rules of services with limits of their own. What is on its way cannot be counted here: who does not say beforehand how
 * much comes is asked to, and more than was said never passes.
 */
export const ownLimitRules = (all: readonly OwnLimits[]): string[] =>
  all.flatMap(({ service, timeouts: { server, tunnel } = {}, bodyLimit }) => [
    ...(bodyLimit
      ? [
          `http-request return ${pageText(tooLargePage)} if ${isFor(service)} { req.hdr(content-length) -m int gt ${toMebibytes(bodyLimit) * 1024 * 1024} }`,
          `http-request return ${pageText(lengthPage)} if ${isFor(service)} { req.hdr(transfer-encoding) -m found }`,
        ]
      : []),
    ...(server ? [`http-request set-timeout server ${server}s if ${isFor(service)}`] : []),
    ...(tunnel ? [`http-request set-timeout tunnel ${tunnel}s if ${isFor(service)}`] : []),
  ]);
