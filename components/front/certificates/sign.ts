import { createHash, X509Certificate } from "node:crypto";
import { p256 } from "@noble/curves/nist.js";
import { AsnConvert } from "@peculiar/asn1-schema";
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  Certificate,
  Extensions,
  Name,
  RelativeDistinguishedName,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Validity,
  Version,
} from "@peculiar/asn1-x509";
import { type CertificateUse, extensionsOf } from "./extensions";
import { leafKey, secretNumber } from "./leafKey";
import type { Term } from "./term";

/** An authority with its key, both as PEM. */
export interface Signer {
  readonly certificate: string;
  /** Secret. */
  readonly key: string;
}

/** What a signed certificate says. */
export interface Wanted {
  readonly commonName: string;
  /** @default none */
  readonly dnsNames?: readonly string[];
  readonly use: CertificateUse;
}

/** A certificate with all that whoever shows it needs. */
export interface Signed {
  /** The certificate, as PEM. */
  readonly chain: string;
  /** Secret. */
  readonly key: string;
  /** RFC 3339. */
  readonly validUntil: string;
}

const commonNameId = "2.5.4.3";
const ecdsaWithSha256 = new AlgorithmIdentifier({ algorithm: "1.2.840.10045.4.3.2" });

/**
 * Signs certificates: of the same authority, names and term the same bytes, whenever and wherever it is done. The
 * number that a signature needs comes from what is signed (RFC 6979), and a serial number from what a certificate says.
 */
export function signAll(signer: Signer, wanted: readonly Wanted[], term: Term): Signed[] {
  const secret = secretNumber(signer.key);
  const authority = AsnConvert.parse(new X509Certificate(signer.certificate).raw, Certificate);
  return wanted.map((one) => {
    const key = leafKey(secret, JSON.stringify([one.use, one.commonName, term.from, term.until]));
    return {
      chain: signed(contentOf(authority, one, key.point, term), secret),
      key: key.pem,
      validUntil: term.until.toISOString(),
    };
  });
}

function contentOf(
  authority: Certificate,
  { commonName, dnsNames = [], use }: Wanted,
  point: Buffer,
  { from, until }: Term,
): TBSCertificate {
  const { subject: issuer, subjectPublicKeyInfo } = authority.tbsCertificate;
  const names = [...dnsNames].sort();
  return new TBSCertificate({
    version: Version.v3,
    serialNumber: serialOf(JSON.stringify([commonName, names, use, point.toString("hex"), from, until])),
    signature: ecdsaWithSha256,
    issuer,
    validity: new Validity({ notBefore: from, notAfter: until }),
    subject: nameOf(commonName),
    subjectPublicKeyInfo: new SubjectPublicKeyInfo({
      algorithm: subjectPublicKeyInfo.algorithm,
      subjectPublicKey: bytesOf(point),
    }),
    extensions: new Extensions(extensionsOf(use, names, point, authority)),
  });
}

const nameOf = (commonName: string): Name =>
  new Name([
    new RelativeDistinguishedName([
      new AttributeTypeAndValue({
        type: commonNameId,
        value: new AttributeValue({ utf8String: commonName }),
      }),
    ]),
  ]);

/** 127 bits, positive and never shorter: two certificates that say something else have two numbers. */
function serialOf(said: string): ArrayBuffer {
  const bytes = createHash("sha256").update(said).digest().subarray(0, 16);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytesOf(bytes);
}

function signed(content: TBSCertificate, secret: Uint8Array): string {
  const said = new Uint8Array(AsnConvert.serialize(content));
  const certificate = new Certificate({
    tbsCertificate: content,
    signatureAlgorithm: ecdsaWithSha256,
    signatureValue: bytesOf(p256.sign(said, secret, { format: "der", lowS: false, prehash: true })),
  });
  return new X509Certificate(Buffer.from(AsnConvert.serialize(certificate))).toString();
}

const bytesOf = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;
