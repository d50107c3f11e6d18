import * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";
import { signAll, type Wanted } from "./sign";
import { termAt, type Validity } from "./term";

/** A certificate with all that whoever shows it needs. */
export interface MadeCertificate {
  /** The certificate and, below it, those of who issued it. */
  readonly chain: pulumi.Output<string>;
  /** Secret. */
  readonly key: pulumi.Output<string>;
}

/** Certificates of one root, in the order in which they were wanted. */
export interface Issued {
  readonly chains: pulumi.Output<string[]>;
  /** Secret. */
  readonly keys: pulumi.Output<string[]>;
  /** RFC 3339. */
  readonly validUntil: pulumi.Output<string>;
}

/** The one at the top, who issues the others. */
export interface Root {
  readonly key: tls.PrivateKey;
  readonly certificate: tls.SelfSignedCert;
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

/**
 * Has a root issue certificates, each with a key of its own. This program does it, each time anew and with the same
 * outcome, so that no resource has to remember it; and one more certificate changes no other.
 */
export function issueAll(
  { key, certificate }: Root,
  wanted: readonly Wanted[],
  validity: Validity,
  now = new Date(),
): Issued {
  const termFrom = (beginning: string) => termAt(new Date(beginning), validity, now);
  const signed = pulumi
    .all([key.privateKeyPem, certificate.certPem, certificate.validityStartTime])
    .apply(([secret, root, beginning]) =>
      signAll({ key: secret, certificate: root }, wanted, termFrom(beginning)),
    );
  return {
    chains: pulumi.unsecret(signed.apply((all) => all.map(({ chain }) => chain))),
    keys: pulumi.secret(signed.apply((all) => all.map((one) => one.key))),
    validUntil: certificate.validityStartTime.apply((beginning) => termFrom(beginning).until.toISOString()),
  };
}
