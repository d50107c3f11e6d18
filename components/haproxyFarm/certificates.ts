import type * as pulumi from "@pulumi/pulumi";
import {
  type ProvidedCertificates,
  provideFromAuthority,
  type WantedCertificate,
} from "../certificates/provide";
import type { CertificateSource } from "../certificates/source";
import type { DomainService } from "../domainService/component";
import type { Haproxy } from "../haproxy/process";

type Certified = Pick<DomainService, "serviceName" | "domains" | "clientAuthority">;

/** Provides a certificate for every name of the services, from wherever the settings say. */
export function provideCertificates(
  haproxy: Haproxy,
  source: CertificateSource = { source: "authority" },
  services: readonly Certified[],
  parent: pulumi.Resource,
): ProvidedCertificates {
  const wanted = wantedCertificates(services);
  switch (source.source) {
    case "authority":
      return provideFromAuthority(haproxy, source, wanted, parent);
    default:
      throw new Error(`${source.source}: not yet`);
  }
}

/** One certificate for each service with its names; a name that several serve is in the first one's. */
export function wantedCertificates(services: readonly Certified[]): WantedCertificate[] {
  const given = new Set<string>();
  return services.flatMap(({ serviceName, domains, clientAuthority }) => {
    const own = domains.filter((domain) => !given.has(domain));
    for (const domain of own) given.add(domain);
    return own.length > 0 ? [{ service: serviceName, domains: own, clientAuthority }] : [];
  });
}

/** Names whose visitors have to show a certificate. */
export const clientCheckedDomains = (services: readonly Certified[]): string[] => [
  ...new Set(services.filter((service) => service.clientAuthority).flatMap(({ domains }) => domains)),
];
