import * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";
import { withDefaults } from "../../shared/defaults";
import { hoursOf, type Issued, issueAll, keyType, type MadeCertificate, makeRoot } from "./issue";
import type { AuthorityCertificates } from "./source";

/** Names that share a certificate. */
export interface CertificateNames {
  /** Name of the service that they belong to. */
  readonly service: string;
  readonly domains: readonly string[];
}

/** A private authority and what it issued, in the order of the names. */
export interface Authority {
  /** The root's certificate: public, to be imported where the sites are to be trusted. */
  readonly root: pulumi.Output<string>;
  readonly issued: Issued;
}

const rootDays = 10 * 365;

/** Makes the private authority of an environment and a certificate for each service. */
export function makeAuthority(
  name: string,
  label: string,
  { lifetimeDays, renewDays }: AuthorityCertificates,
  names: readonly CertificateNames[],
  parent: pulumi.Resource,
): Authority {
  const { lifetime, early } = withDefaults(
    { lifetime: 365, early: 90 },
    { lifetime: lifetimeDays, early: renewDays },
  );
  const root = makeRoot(name, label, { lifetime: rootDays, early: lifetime }, parent);
  const wanted = names.map(({ service, domains }) => ({
    commonName: service,
    dnsNames: domains,
    use: "server_auth" as const,
  }));
  return {
    root: pulumi.unsecret(root.certificate.certPem),
    issued: issueAll(root, wanted, { lifetime, early }),
  };
}

/** Makes a certificate for a name that nobody asks for. */
export function makePlaceholder(name: string, parent: pulumi.Resource): MadeCertificate {
  const key = new tls.PrivateKey(`${name}-placeholder`, keyType, { parent });
  const certificate = new tls.SelfSignedCert(
    `${name}-placeholder`,
    {
      privateKeyPem: key.privateKeyPem,
      subject: { commonName: "placeholder.invalid" },
      dnsNames: ["placeholder.invalid"],
      allowedUses: ["digital_signature", "server_auth"],
      validityPeriodHours: hoursOf(rootDays),
    },
    { parent },
  );
  return {
    chain: pulumi.unsecret(certificate.certPem),
    key: pulumi.secret(key.privateKeyPem),
  };
}
