import { generateKeyPairSync } from "node:crypto";
import { makeRequest, makeSelfSigned, makeSigned } from "../sandbox/kinds/tls";

/** A certificate with its key, as a server takes them: PEM. */
export interface Issued {
  cert: string;
  key: string;
}

/** A private authority for tests. */
export interface Authority {
  /** What a client has to trust: PEM. */
  pem: string;
  /** A certificate for these names, `*.example.org` among them, good for a day where nothing else is said. */
  issue(names: string[], hours?: number): Promise<Issued>;
}

export async function newAuthority(commonName = "Authority of a test"): Promise<Authority> {
  const caKey = newKey();
  const root = await makeSelfSigned("root", {
    privateKeyPem: caKey,
    subject: { commonName },
    isCaCertificate: true,
    allowedUses: ["cert_signing", "crl_signing"],
    validityPeriodHours: 240,
  });
  const pem = String(root.outputs.certPem);
  return { pem, issue: (names, hours = 24) => issue({ pem, caKey }, names, hours) };
}

async function issue(ca: { pem: string; caKey: string }, names: string[], hours: number): Promise<Issued> {
  const key = newKey();
  const request = await makeRequest("leaf", { privateKeyPem: key, dnsNames: names });
  const signed = await makeSigned("leaf", {
    certRequestPem: String(request.outputs.certRequestPem),
    caCertPem: ca.pem,
    caPrivateKeyPem: ca.caKey,
    allowedUses: ["digital_signature", "server_auth"],
    validityPeriodHours: hours,
  });
  return { cert: String(signed.outputs.certPem), key };
}

const newKey = (): string =>
  generateKeyPairSync("ec", { namedCurve: "prime256v1" })
    .privateKey.export({ type: "pkcs8", format: "pem" })
    .toString();
