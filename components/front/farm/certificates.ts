import type * as pulumi from "@pulumi/pulumi";
import type { ServedRoute } from "../../services/routes";
import { byCode } from "../../shared/order";
import {
  type ProvidedCertificates,
  provideFromAuthority,
  provideIssuedBy,
  type WantedCertificate,
} from "../certificates/provide";
import { type Issuing, provideFromAcme } from "../certificates/provideIssued";
import { provideFromFiles } from "../certificates/provideKept";
import type { CertificateSource } from "../certificates/source";
import type { Haproxy } from "../haproxy/process";

type Certified = Pick<ServedRoute, "serviceName" | "domains" | "redirects" | "clientAuthority">;

/** Where a farm's certificates come from and where they go. */
export interface CertificatePlan extends Issuing {
  readonly source: CertificateSource;
}

/** Provides a certificate for every name of the services, from wherever the settings say. */
export function provideCertificates(
  haproxy: Haproxy,
  { source, ...issuing }: CertificatePlan,
  services: readonly Certified[],
  parent: pulumi.Resource,
): ProvidedCertificates {
  const wanted = wantedCertificates(services);
  switch (source.source) {
    case "authority":
      return provideFromAuthority(haproxy, source, wanted, parent);
    case "files":
      return provideFromFiles(haproxy, source, issuing, wanted, parent);
    case "acme":
      return provideFromAcme(haproxy, source, issuing, wanted, parent);
    case "farm":
      return provideIssuedBy(haproxy, source.farm.issuing ?? neverWithoutAuthority(), wanted, parent);
  }
}

/**
 * One certificate for each service with its names; a name that several serve is in the first one's. Names that lead to a
 * service have one of their own: it changes no other, and whoever is sent on has nothing to show yet.
 */
export function wantedCertificates(services: readonly Certified[]): WantedCertificate[] {
  const given = new Set<string>();
  const served = services.flatMap(({ serviceName, domains, clientAuthority }) => {
    const own = domains.filter((domain) => !given.has(domain));
    for (const domain of own) given.add(domain);
    return own.length > 0 ? [{ service: serviceName, domains: own, clientAuthority }] : [];
  });
  const leading = services.flatMap(({ serviceName, redirects = {} }) => {
    const domains = Object.keys(redirects).sort(byCode);
    return domains.length > 0 ? [{ service: `${serviceName}_redirects`, domains }] : [];
  });
  return [...served, ...leading];
}

/** Names whose visitors have to show a certificate. */
export const clientCheckedDomains = (services: readonly Certified[]): string[] => [
  ...new Set(services.filter((service) => service.clientAuthority).flatMap(({ domains }) => domains)),
];

const neverWithoutAuthority = (): never => {
  throw new Error("a farm whose certificates are taken has an authority");
};
