import * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";
import { withDefaults } from "../shared/defaults";
import type { AuthorityCertificates } from "./source";

/** Names that share a certificate. */
export interface CertificateNames {
  /** Name of the service that they belong to. */
  readonly service: string;
  readonly domains: readonly string[];
}

/** A certificate with all that a server needs to show it. */
export interface MadeCertificate {
  /** The certificate and, below it, those of who issued it. */
  readonly chain: pulumi.Output<string>;
  /** Secret. */
  readonly key: pulumi.Output<string>;
  /** RFC 3339. */
  readonly validUntil: pulumi.Output<string>;
}

/** A private authority and what it issued, in the order of the names. */
export interface Authority {
  /** The root's certificate: public, to be imported where the sites are to be trusted. */
  readonly root: pulumi.Output<string>;
  readonly certificates: readonly MadeCertificate[];
}

// All of it is P-256: what every client knows, and the provider's own default is not.
const keyType = { algorithm: "ECDSA", ecdsaCurve: "P256" } as const;
const rootYears = 10;
const hoursOf = (days: number): number => days * 24;

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
  const key = new tls.PrivateKey(`${name}-authority`, keyType, { parent });
  const root = new tls.SelfSignedCert(
    `${name}-authority`,
    {
      privateKeyPem: key.privateKeyPem,
      subject: { commonName: label.slice(0, 64) },
      isCaCertificate: true,
      setSubjectKeyId: true,
      allowedUses: ["cert_signing", "crl_signing"],
      validityPeriodHours: hoursOf(rootYears * 365),
      earlyRenewalHours: hoursOf(lifetime),
    },
    { parent },
  );
  const issue = ({ service, domains }: CertificateNames): MadeCertificate => {
    const own = new tls.PrivateKey(`${name}-${service}`, keyType, { parent });
    const request = new tls.CertRequest(
      `${name}-${service}`,
      {
        privateKeyPem: own.privateKeyPem,
        subject: { commonName: service },
        dnsNames: [...domains].sort(),
      },
      { parent },
    );
    const certificate = new tls.LocallySignedCert(
      `${name}-${service}`,
      {
        certRequestPem: request.certRequestPem,
        caPrivateKeyPem: key.privateKeyPem,
        caCertPem: root.certPem,
        allowedUses: ["digital_signature", "server_auth"],
        validityPeriodHours: hoursOf(lifetime),
        earlyRenewalHours: hoursOf(early),
        setSubjectKeyId: true,
      },
      { parent },
    );
    return {
      chain: pulumi.unsecret(certificate.certPem),
      key: pulumi.secret(own.privateKeyPem),
      validUntil: certificate.validityEndTime,
    };
  };
  return { root: pulumi.unsecret(root.certPem), certificates: names.map(issue) };
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
      validityPeriodHours: hoursOf(rootYears * 365),
    },
    { parent },
  );
  return {
    chain: pulumi.unsecret(certificate.certPem),
    key: pulumi.secret(key.privateKeyPem),
    validUntil: certificate.validityEndTime,
  };
}
