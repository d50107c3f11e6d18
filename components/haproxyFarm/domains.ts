import * as pulumi from "@pulumi/pulumi";
import type { DomainService } from "../domainService/component";
import type { FarmDomains } from "./domainRules";

type Served = Pick<DomainService, "serviceName" | "domains" | "pathPrefix" | "clientAuthority"> & {
  readonly router: Pick<DomainService["router"], "routerName">;
};

/**
 * Derives which router serves which domain.
 * @throws InputPropertiesError where two services claim the same domain and prefix, naming both,
 * where one domain is spread over two routers, or where two services under a domain do not ask for the same certificates.
 */
export function domainsByRouter(farm: string, services: readonly Served[]): FarmDomains[] {
  const clashes = findClashes(services);
  if (clashes.length > 0) {
    throw new pulumi.InputPropertiesError({
      message: `${farm}: two services claim the same address`,
      errors: clashes.map((reason) => ({ propertyPath: "services", reason })),
    });
  }
  const routers = [...new Set(services.map(({ router }) => router.routerName))].sort();
  return routers.map((router) => ({
    router,
    domains: namesOf(services.filter((one) => one.router.routerName === router)),
  }));
}

const namesOf = (services: readonly Served[]): string[] =>
  [...new Set(services.flatMap(({ domains }) => domains))].sort();

function findClashes(services: readonly Served[]): string[] {
  const claims = services.flatMap((service) => service.domains.map((domain) => ({ domain, service })));
  return claims.flatMap((claim, at) =>
    claims
      .slice(at + 1)
      .filter(({ domain }) => domain === claim.domain)
      .flatMap((other) => clashOf(claim.domain, claim.service, other.service)),
  );
}

function clashOf(domain: string, a: Served, b: Served): string[] {
  if (a.pathPrefix === b.pathPrefix) {
    return [
      `${a.serviceName} and ${b.serviceName} both serve ${domain}${a.pathPrefix ?? ""}; give one of them another domain or pathPrefix`,
    ];
  }
  if (a.router.routerName !== b.router.routerName) {
    return [
      `${a.serviceName} (${a.router.routerName}) and ${b.serviceName} (${b.router.routerName}) share ${domain}; services under one domain need one router`,
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
