import { webcrypto } from "node:crypto";
import { isIP } from "node:net";
import * as x509 from "../../support/x509";

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const usages: KeyUsage[] = ["sign", "verify"];

/** A server's certificate and the authority that it is of, all in PEM. */
export interface ServerCertificate {
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

/** A certificate for these names and addresses, of an authority that exists for nothing else. */
export async function serverCertificate(names: readonly string[]): Promise<ServerCertificate> {
  const [authorityKeys, keys] = await Promise.all([generate(), generate()]);
  const authority = await x509.X509CertificateGenerator.createSelfSigned({
    name: "CN=Authority of a test server",
    keys: authorityKeys,
    signingAlgorithm: algorithm,
    extensions: [new x509.BasicConstraintsExtension(true, undefined, true)],
  });
  const certificate = await x509.X509CertificateGenerator.create({
    subject: `CN=${names[0]}`,
    issuer: authority.subject,
    publicKey: keys.publicKey,
    signingKey: authorityKeys.privateKey,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.SubjectAlternativeNameExtension(
        names.map((value) => ({ type: isIP(value) ? ("ip" as const) : ("dns" as const), value })),
      ),
    ],
  });
  const key = await webcrypto.subtle.exportKey("pkcs8", keys.privateKey);
  return {
    authority: authority.toString("pem"),
    certificate: certificate.toString("pem"),
    key: x509.PemConverter.encode(key, "PRIVATE KEY"),
  };
}

const generate = () => webcrypto.subtle.generateKey(algorithm, true, usages);
