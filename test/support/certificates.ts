import {
  AuthorityInfoAccessExtension,
  BasicConstraintsExtension,
  type JsonGeneralName,
  PemConverter,
  SubjectAlternativeNameExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from "./x509";

const algorithms = {
  ec: { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" },
  rsa: {
    name: "RSASSA-PKCS1-v1_5",
    hash: "SHA-256",
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
  },
  "short-rsa": {
    name: "RSASSA-PKCS1-v1_5",
    hash: "SHA-256",
    modulusLength: 1024,
    publicExponent: new Uint8Array([1, 0, 1]),
  },
} as const;

const dayMilliseconds = 86_400_000;

export interface CertificateOptions {
  /** @default ["blog.example.org"] */
  names?: string[];
  /** @default "ec" */
  key?: keyof typeof algorithms;
  /** Days from now. @default -1 */
  from?: number;
  /** Days from now. @default 90 */
  until?: number;
  /** @default itself */
  by?: Issuer;
  /** Address of who tells whether it was revoked. @default nobody does */
  ocsp?: string;
}

/** A certificate as its files hold it. */
export interface TestCertificate {
  /** The certificate alone. */
  pem: string;
  /** The certificate and its issuer's. */
  chain: string;
  key: string;
}

export interface Issuer extends TestCertificate {
  certificate: X509Certificate;
  keys: CryptoKeyPair;
}

/** Makes a certificate, as any authority would or signed by itself. */
export async function makeCertificate(options: CertificateOptions = {}): Promise<Issuer> {
  const { names = ["blog.example.org"], key = "ec", from = -1, until = 90, by, ocsp } = options;
  const algorithm = algorithms[key];
  const keys = (await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"])) as CryptoKeyPair;
  const certificate = await X509CertificateGenerator.create({
    subject: `CN=${names[0] ?? "nobody"}`,
    issuer: by?.certificate.subject ?? `CN=${names[0] ?? "nobody"}`,
    notBefore: new Date(Date.now() + from * dayMilliseconds),
    notAfter: new Date(Date.now() + until * dayMilliseconds),
    publicKey: keys.publicKey,
    signingKey: by?.keys.privateKey ?? keys.privateKey,
    signingAlgorithm: (by?.keys.privateKey.algorithm.name ?? algorithm.name).startsWith("RSA")
      ? algorithms.rsa
      : algorithms.ec,
    extensions: [
      new BasicConstraintsExtension(by === undefined),
      ...(ocsp ? [new AuthorityInfoAccessExtension({ ocsp })] : []),
      ...(names.length > 0 ? [new SubjectAlternativeNameExtension(names.map(asName))] : []),
    ],
  });
  const pem = `${certificate.toString("pem")}\n`;
  const secret = await crypto.subtle.exportKey("pkcs8", keys.privateKey);
  return {
    pem,
    chain: pem + (by?.pem ?? ""),
    key: `${PemConverter.encode(secret, "PRIVATE KEY")}\n`,
    certificate,
    keys,
  };
}

const asName = (value: string): JsonGeneralName => ({ type: "dns", value });
