import * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";
import { withDefaults } from "../../shared/defaults";
import { hoursOf, type Issued, issueAll, keyType, type MadeCertificate, makeRoot, type Root } from "./issue";
import type { AuthorityCertificates } from "./source";
import type { Validity } from "./term";

/** Names that share a certificate. */
export interface CertificateNames {
  /** Name of the service that they belong to. */
  readonly service: string;
  readonly domains: readonly string[];
}

/** A private authority, and for how long it issues. */
export interface Authority {
  readonly root: Root;
  readonly validity: Validity;
}

const rootDays = 10 * 365;

/** Makes the private authority of an environment. */
export function makeAuthority(
  name: string,
  label: string,
  { lifetimeDays, renewDays }: AuthorityCertificates,
  parent: pulumi.Resource,
): Authority {
  const validity = withDefaults({ lifetime: 365, early: 90 }, { lifetime: lifetimeDays, early: renewDays });
  return { root: makeRoot(name, label, { lifetime: rootDays, early: validity.lifetime }, parent), validity };
}

/** Its root's certificate: public, to be imported where the sites are to be trusted. */
export const rootOf = ({ root }: Authority): pulumi.Output<string> =>
  pulumi.unsecret(root.certificate.certPem);

/** Has it issue a certificate for each service, in the order of the names. */
export const issueFor = ({ root, validity }: Authority, names: readonly CertificateNames[]): Issued =>
  issueAll(
    root,
    names.map(({ service, domains }) => ({
      commonName: service,
      dnsNames: domains,
      use: "server_auth" as const,
    })),
    validity,
  );

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
