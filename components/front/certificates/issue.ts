import * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";

/** A certificate with all that whoever shows it needs. */
export interface MadeCertificate {
  /** The certificate and, below it, those of who issued it. */
  readonly chain: pulumi.Output<string>;
  /** Secret. */
  readonly key: pulumi.Output<string>;
  /** RFC 3339. */
  readonly validUntil: pulumi.Output<string>;
}

/** The one at the top, who issues the others. */
export interface Root {
  readonly key: tls.PrivateKey;
  readonly certificate: tls.SelfSignedCert;
}

/** What an issued certificate says. */
export interface Wanted {
  readonly commonName: string;
  /** @default none */
  readonly dnsNames?: readonly string[];
  /** Which side of a connection shows it. */
  readonly use: "server_auth" | "client_auth";
}

/** How long a certificate is valid, and how long before its end an update renews it, in days. */
export interface Validity {
  readonly lifetime: number;
  readonly early: number;
}

// All of it is P-256: what every client knows, and the provider's own default is not.
export const keyType = { algorithm: "ECDSA", ecdsaCurve: "P256" } as const;

export const hoursOf = (days: number): number => days * 24;

/** Makes a root. It keeps its key when it is renewed: what it issued before stays good. */
export function makeRoot(
  name: string,
  label: string,
  { lifetime, early }: Validity,
  parent: pulumi.Resource,
): Root {
  const key = new tls.PrivateKey(`${name}-authority`, keyType, { parent });
  const certificate = new tls.SelfSignedCert(
    `${name}-authority`,
    {
      privateKeyPem: key.privateKeyPem,
      subject: { commonName: label.slice(0, 64) },
      isCaCertificate: true,
      setSubjectKeyId: true,
      allowedUses: ["cert_signing", "crl_signing"],
      validityPeriodHours: hoursOf(lifetime),
      earlyRenewalHours: hoursOf(early),
    },
    // A stack that gets another name would else have another root than the one that people trust.
    { parent, ignoreChanges: ["subject"] },
  );
  return { key, certificate };
}

/** Has a root issue a certificate with a key of its own. */
export function issue(
  name: string,
  { commonName, dnsNames, use }: Wanted,
  { lifetime, early }: Validity,
  root: Root,
  parent: pulumi.Resource,
): MadeCertificate {
  const own = new tls.PrivateKey(name, keyType, { parent });
  const request = new tls.CertRequest(
    name,
    {
      privateKeyPem: own.privateKeyPem,
      subject: { commonName },
      dnsNames: dnsNames && [...dnsNames].sort(),
    },
    { parent },
  );
  const certificate = new tls.LocallySignedCert(
    name,
    {
      certRequestPem: request.certRequestPem,
      caPrivateKeyPem: root.key.privateKeyPem,
      caCertPem: root.certificate.certPem,
      allowedUses: ["digital_signature", use],
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
}
