import { createHash } from "node:crypto";
import { AsnConvert, OctetString } from "@peculiar/asn1-schema";
import {
  AuthorityKeyIdentifier,
  BasicConstraints,
  type Certificate,
  ExtendedKeyUsage,
  Extension,
  GeneralName,
  id_ce_authorityKeyIdentifier,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_subjectAltName,
  id_ce_subjectKeyIdentifier,
  id_kp_clientAuth,
  id_kp_serverAuth,
  KeyUsage,
  KeyUsageFlags,
  SubjectAlternativeName,
  SubjectKeyIdentifier,
} from "@peculiar/asn1-x509";

/** Which side of a connection shows a certificate. */
export type CertificateUse = "server_auth" | "client_auth";

const purposes = { server_auth: id_kp_serverAuth, client_auth: id_kp_clientAuth } as const;

/** What a certificate says beside its name and its time. */
export function extensionsOf(
  use: CertificateUse,
  dnsNames: readonly string[],
  point: Buffer,
  authority: Certificate,
): Extension[] {
  const names = dnsNames.map((dNSName) => new GeneralName({ dNSName }));
  const issuer = keyIdOf(authority);
  return [
    extension(id_ce_keyUsage, new KeyUsage(KeyUsageFlags.digitalSignature), true),
    extension(id_ce_extKeyUsage, new ExtendedKeyUsage([purposes[use]])),
    extension(id_ce_basicConstraints, new BasicConstraints({ cA: false }), true),
    extension(id_ce_subjectKeyIdentifier, new SubjectKeyIdentifier(sha1(point))),
    ...(issuer
      ? [extension(id_ce_authorityKeyIdentifier, new AuthorityKeyIdentifier({ keyIdentifier: issuer }))]
      : []),
    ...(names.length > 0 ? [extension(id_ce_subjectAltName, new SubjectAlternativeName(names))] : []),
  ];
}

const extension = (extnID: string, value: object, critical = false): Extension =>
  new Extension({ extnID, critical, extnValue: new OctetString(AsnConvert.serialize(value)) });

/** By which a client finds the authority's certificate. */
function keyIdOf({ tbsCertificate: { extensions = [] } }: Certificate): SubjectKeyIdentifier | undefined {
  const own = [...extensions].find(({ extnID }) => extnID === id_ce_subjectKeyIdentifier);
  return own && AsnConvert.parse(own.extnValue, SubjectKeyIdentifier);
}

const sha1 = (bytes: Buffer): Buffer => createHash("sha1").update(bytes).digest();
