import { isBelow } from "../../shared/below";
import type { Decision } from "../../shared/precedence";
import { refuse } from "../../shared/refuse";
import { decisionsOf } from "./decisions";
import type { FarmDomains, Served } from "./domainRules";
import { redirectClashes, redirectsOf } from "./redirects";
import type { FarmService } from "./services";

type Claiming = Omit<FarmService, "routers" | "stripPrefix" | "webdavDestination"> & {
  /** None where the farm asks the container itself. */
  readonly routers: readonly Pick<FarmService["routers"][number], "routerName">[];
};

/**
 * Derives which routers serve which domain.
 * @throws RunError where two services claim the same domain and prefix, naming both,
 * where services under one domain have other routers, or do not ask for the same certificates.
 */
export function servedBy(farm: string, services: readonly Claiming[]): Omit<Served, "containers"> {
  refuse(
    farm,
    [...findClashes(services), ...redirectClashes(services), ...findWaysAround(services)].map((message) => ({
      path: ["services"],
      message,
    })),
  );
  const alone = services.filter(({ routers }) => routers.length === 1);
  const several = services.filter(({ routers }) => routers.length > 1);
  const redirects = redirectsOf(services);
  return {
    ...(redirects.length > 0 ? { redirects } : {}),
    domains: [...new Set(alone.flatMap(routerNames))].sort().flatMap((router) =>
      namesOn(
        router,
        alone.filter((one) => routerNames(one).includes(router)),
      ),
    ),
    spread: several.map((one) => ({
      service: one.serviceName,
      routers: routerNames(one),
      domains: one.domains,
      pathPrefix: one.pathPrefix,
      query: one.askedQuery,
      sticky: one.stickySessions,
      ...(one.protocol === "h2c" ? { h2: true } : {}),
      ...(one.probe?.kind === "grpc" ? { grpc: true } : {}),
    })),
  };
}

/** All that is asked under a name goes to its router by one protocol, whichever service of the name it is for. */
function namesOn(router: string, services: readonly Claiming[]): FarmDomains[] {
  const decisions = decisionsOf(services);
  const isH2 = ({ claims }: Decision<Claiming>) => claims.some(({ protocol }) => protocol === "h2c");
  const [plain, h2] = [namesOf(decisions.filter((one) => !isH2(one))), namesOf(decisions.filter(isH2))];
  return [
    ...(plain.length > 0 ? [{ router, domains: plain }] : []),
    ...(h2.length > 0 ? [{ router, domains: h2, h2: true }] : []),
  ];
}

const routerNames = ({ routers }: Claiming): string[] => routers.map(({ routerName }) => routerName).sort();

const namesOf = (decisions: readonly Decision<Claiming>[]): string[] =>
  decisions.map(({ name }) => name).sort();

function findClashes(services: readonly Claiming[]): string[] {
  const claims = services.flatMap((service) => service.domains.map((domain) => ({ domain, service })));
  return claims.flatMap((claim, at) =>
    claims
      .slice(at + 1)
      .filter(({ domain }) => domain === claim.domain)
      .flatMap((other) => clashOf(claim.domain, claim.service, other.service)),
  );
}

function clashOf(domain: string, a: Claiming, b: Claiming): string[] {
  if (a.pathPrefix === b.pathPrefix) {
    return [
      `${a.serviceName} and ${b.serviceName} both serve ${domain}${a.pathPrefix ?? ""}; give one of them another domain or pathPrefix`,
    ];
  }
  const [one = "", other = ""] = [a.pathPrefix, b.pathPrefix].sort(shorterFirst);
  if (!isBelow(other, one) && isBelow(other.toLowerCase(), one.toLowerCase())) {
    return [
      `${a.serviceName} and ${b.serviceName} share ${domain}, and applications that do not look at letter case would take ${other} for a path of ${one}; give one of them another domain or pathPrefix`,
    ];
  }
  const [ofA, ofB] = [a, b].map((one) => routerNames(one).join(", ") || "without a router");
  if (ofA !== ofB) {
    return [
      `${a.serviceName} (${ofA}) and ${b.serviceName} (${ofB}) share ${domain}; services under one domain need the same routers`,
    ];
  }
  if ((a.clientAuthority === undefined) !== (b.clientAuthority === undefined)) {
    return [
      `${a.serviceName} and ${b.serviceName} share ${domain}, and only one of them has a clientAuthority; a visitor shows a certificate before the path is known: give it to both or to none`,
    ];
  }
  if (a.clientAuthority !== b.clientAuthority) {
    return [
      `${a.serviceName} and ${b.serviceName} share ${domain}, and each has a clientAuthority of its own; those of one would get into the other: give both the same value, read once`,
    ];
  }
  return [];
}

/** What a name has not is its wildcard's: who may see it has to be asked the same under both. */
const findWaysAround = (services: readonly Claiming[]): string[] =>
  decisionsOf(services).flatMap(({ name, claims }) => {
    const own = claims.find(({ domains }) => domains.includes(name));
    const other = claims.find(
      (one) =>
        !one.domains.includes(name) &&
        one.clientAuthority !== undefined &&
        one.clientAuthority !== own?.clientAuthority,
    );
    if (!own || !other) return [];
    return [
      `${own.serviceName} has a part of ${name}, and all else of it goes to ${other.serviceName} by a wildcard, whose visitors show a certificate that those of ${name} are not asked for; give both the same clientAuthority, or let a service without pathPrefix have ${name}`,
    ];
  });

const shorterFirst = (a = "", b = ""): number => a.length - b.length;
