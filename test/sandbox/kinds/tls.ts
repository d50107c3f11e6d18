import { randomBytes } from "node:crypto";
import type { Unwrap } from "@pulumi/pulumi";
import type { CertRequestArgs, LocallySignedCertArgs, SelfSignedCertArgs } from "@pulumi/tls";
import {
  type Extension,
  Pkcs10CertificateRequest,
  Pkcs10CertificateRequestGenerator,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from "../../support/x509";
import type { Made } from "./kind";
import {
  authorityExtension,
  authorityKeyId,
  namesExtension,
  subjectKeyId,
  subjectName,
  usageExtensions,
} from "./tlsExtensions";
import { sha1, signer } from "./tlsKey";

const hour = 3_600_000;

/** tls:index/selfSignedCert:SelfSignedCert */
export async function makeSelfSigned(_name: string, inputs: Unwrap<SelfSignedCertArgs>): Promise<Made> {
  const { privateKeyPem, subject, dnsNames, ipAddresses, uris, setAuthorityKeyId = false, ...rest } = inputs;
  const { algorithm, privateKey, publicKey, signing } = await signer(given(privateKeyPem, "privateKeyPem"));
  const name = subjectName(subject);
  const use = await usage(rest, publicKey, name.length > 0);
  if (setAuthorityKeyId && !use.keyId) throw new Error("setAuthorityKeyId: needs setSubjectKeyId");
  const certificate = await X509CertificateGenerator.create({
    ...use.common,
    subject: name,
    issuer: name,
    publicKey,
    signingKey: privateKey,
    signingAlgorithm: signing,
    extensions: [
      ...use.extensions,
      ...(setAuthorityKeyId && use.keyId ? [authorityKeyId(use.keyId)] : []),
      ...namesExtension({ dnsNames, ipAddresses, uris }, name.length > 0),
    ],
  });
  return made(certificate, { ...use.outputs, setAuthorityKeyId, keyAlgorithm: algorithm });
}

/** tls:index/certRequest:CertRequest */
export async function makeRequest(_name: string, inputs: Unwrap<CertRequestArgs>): Promise<Made> {
  const { privateKeyPem, subject, dnsNames, ipAddresses, uris, ...rest } = inputs;
  refuse(rest);
  const { algorithm, privateKey, publicKey, signing } = await signer(given(privateKeyPem, "privateKeyPem"));
  const request = await Pkcs10CertificateRequestGenerator.create({
    name: subjectName(subject),
    keys: { privateKey, publicKey },
    signingAlgorithm: signing,
    extensions: namesExtension({ dnsNames, ipAddresses, uris }, true),
  });
  const certRequestPem = pem(request);
  return { id: sha1(certRequestPem), outputs: { certRequestPem, keyAlgorithm: algorithm } };
}

/** tls:index/locallySignedCert:LocallySignedCert */
export async function makeSigned(_name: string, inputs: Unwrap<LocallySignedCertArgs>): Promise<Made> {
  const { certRequestPem, caCertPem, caPrivateKeyPem, ...rest } = inputs;
  const authority = new X509Certificate(caCertPem);
  const { algorithm, privateKey, signing } = await signer(given(caPrivateKeyPem, "caPrivateKeyPem"));
  const request = new Pkcs10CertificateRequest(certRequestPem);
  const hasSubject = request.subject !== "";
  const use = await usage(rest, await request.publicKey.export(), hasSubject);
  const authorityId = authority.getExtension(SubjectKeyIdentifierExtension)?.keyId;
  const asked = request.extensions.find((extension) => extension instanceof SubjectAlternativeNameExtension);
  const certificate = await X509CertificateGenerator.create({
    ...use.common,
    subject: request.subjectName,
    issuer: authority.subjectName,
    publicKey: request.publicKey,
    signingKey: privateKey,
    signingAlgorithm: signing,
    extensions: [
      ...use.extensions,
      ...(authorityId ? [authorityKeyId(authorityId)] : []),
      ...(asked ? [new SubjectAlternativeNameExtension(asked.names.toJSON(), !hasSubject)] : []),
    ],
  });
  return made(certificate, { ...use.outputs, caKeyAlgorithm: algorithm });
}

type Usage = Omit<Unwrap<LocallySignedCertArgs>, "caCertPem" | "caPrivateKeyPem" | "certRequestPem">;

/** What both sorts of certificates have: their time, their uses and their extensions, in Go's order. */
async function usage(inputs: Usage, publicKey: CryptoKey, hasSubject: boolean) {
  const {
    allowedUses,
    isCaCertificate = false,
    maxPathLength,
    setSubjectKeyId = false,
    validityPeriodHours,
    earlyRenewalHours = 0,
    ...rest
  } = inputs;
  refuse(rest);
  if (isCaCertificate && !hasSubject) throw new Error("subject: an authority needs one");
  const notBefore = new Date();
  const notAfter = new Date(notBefore.getTime() + validityPeriodHours * hour);
  const keyId = isCaCertificate || setSubjectKeyId ? await subjectKeyId(publicKey) : undefined;
  const extensions: Extension[] = [
    ...usageExtensions(allowedUses),
    authorityExtension(isCaCertificate, maxPathLength),
    ...(keyId ? [keyId] : []),
  ];
  return {
    common: { serialNumber: newSerial(), notBefore, notAfter },
    extensions,
    keyId: keyId?.keyId,
    outputs: {
      isCaCertificate,
      setSubjectKeyId,
      earlyRenewalHours,
      // The provider says so too when it makes a certificate, whatever its times.
      readyForRenewal: false,
      validityStartTime: notBefore.toISOString(),
      validityEndTime: notAfter.toISOString(),
    },
  };
}

const made = (certificate: X509Certificate, outputs: Record<string, unknown>): Made => ({
  id: BigInt(`0x${certificate.serialNumber}`).toString(),
  outputs: { ...outputs, certPem: pem(certificate) },
});

const pem = (object: X509Certificate | Pkcs10CertificateRequest): string => `${object.toString("pem")}\n`;

/** 127 bits, and never shorter: the first digit says that the number is positive. */
function newSerial(): string {
  const bytes = randomBytes(16);
  return bytes.fill((bytes.readUInt8(0) & 0x3f) | 0x40, 0, 1).toString("hex");
}

function given(value: string | undefined, name: string): string {
  if (value === undefined) throw new Error(`${name}: the sandbox knows no other way to get a key`);
  return value;
}

/** A sandbox that drops a setting in silence would show what does not exist. */
function refuse(rest: Record<string, unknown>): void {
  const [unknown] = Object.keys(rest).filter((key) => rest[key] !== undefined);
  if (unknown) throw new Error(`the sandbox does not know the input "${unknown}"`);
}
