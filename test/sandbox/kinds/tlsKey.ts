import { createHash, createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from "node:crypto";
import { promisify } from "node:util";
import { secret, type Unwrap } from "@pulumi/pulumi";
import type { PrivateKeyArgs } from "@pulumi/tls";
import type { Made } from "./kind";
import { opensshKeys } from "./openssh";

type Algorithm = "RSA" | "ECDSA" | "ED25519";

/** A private key as certificates are signed with it. */
export interface Signer {
  /** The provider's name for it. */
  algorithm: Algorithm;
  privateKey: CryptoKey;
  publicKey: CryptoKey;
  signing: { name: string; hash?: string };
}

const generate = promisify(generateKeyPair);
const curves: Record<string, string> = {
  P224: "secp224r1",
  P256: "prime256v1",
  P384: "secp384r1",
  P521: "secp521r1",
};

/** tls:index/privateKey:PrivateKey */
export async function makePrivateKey(_name: string, inputs: Unwrap<PrivateKeyArgs>): Promise<Made> {
  const { algorithm, ecdsaCurve = "P224", rsaBits = 2048 } = inputs;
  const key = await newKey(algorithm, ecdsaCurve, rsaBits);
  const publicKey = createPublicKey(key);
  const { line, blob, privatePem } = opensshKeys(key);
  return {
    id: sha1(publicKey.export({ type: "spki", format: "der" })),
    outputs: {
      ecdsaCurve,
      rsaBits,
      privateKeyPem: secret(traditionalPem(key)),
      privateKeyPemPkcs8: secret(key.export({ type: "pkcs8", format: "pem" })),
      privateKeyOpenssh: secret(privatePem),
      publicKeyPem: publicKey.export({ type: "spki", format: "pem" }),
      publicKeyOpenssh: line,
      publicKeyFingerprintMd5: blob && pairs(createHash("md5").update(blob).digest("hex")),
      publicKeyFingerprintSha256: blob && `SHA256:${unpadded(createHash("sha256").update(blob).digest())}`,
    },
  };
}

async function newKey(algorithm: string, ecdsaCurve: string, rsaBits: number): Promise<KeyObject> {
  switch (algorithm) {
    case "RSA":
      return (await generate("rsa", { modulusLength: rsaBits })).privateKey;
    case "ECDSA": {
      const namedCurve = curves[ecdsaCurve];
      if (!namedCurve) throw new Error(`ecdsaCurve: ${ecdsaCurve} is none of ${Object.keys(curves).join()}`);
      return (await generate("ec", { namedCurve })).privateKey;
    }
    case "ED25519":
      return (await generate("ed25519", {})).privateKey;
    default:
      throw new Error(`algorithm: ${algorithm} is none of RSA,ECDSA,ED25519`);
  }
}

/** The form that OpenSSL once chose for each algorithm; there is none for Ed25519. */
function traditionalPem(key: KeyObject): string | Buffer {
  if (key.asymmetricKeyType === "rsa") return key.export({ type: "pkcs1", format: "pem" });
  if (key.asymmetricKeyType === "ec") return key.export({ type: "sec1", format: "pem" });
  return key.export({ type: "pkcs8", format: "pem" });
}

/** Reads a key in any of the forms above. */
export async function signer(pem: string): Promise<Signer> {
  const key = createPrivateKey(pem);
  const { algorithm, imported, signing } = signatureOf(key);
  const { subtle } = globalThis.crypto;
  const [privateKey, publicKey] = await Promise.all([
    subtle.importKey("pkcs8", key.export({ type: "pkcs8", format: "der" }), imported, true, ["sign"]),
    subtle.importKey("spki", createPublicKey(key).export({ type: "spki", format: "der" }), imported, true, [
      "verify",
    ]),
  ]);
  return { algorithm, privateKey, publicKey, signing };
}

interface Signature {
  algorithm: Algorithm;
  imported: { name: string; namedCurve?: string; hash?: string };
  signing: Signer["signing"];
}

/** The hash goes with the size of the curve, as in Go's library. */
const hashes: Record<string, [curve: string, hash: string]> = {
  prime256v1: ["P-256", "SHA-256"],
  secp384r1: ["P-384", "SHA-384"],
  secp521r1: ["P-521", "SHA-512"],
};

function signatureOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): Signature {
  if (asymmetricKeyType === "ed25519")
    return { algorithm: "ED25519", imported: { name: "Ed25519" }, signing: { name: "Ed25519" } };
  if (asymmetricKeyType === "rsa") {
    const rsa = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
    return { algorithm: "RSA", imported: rsa, signing: rsa };
  }
  const found = hashes[asymmetricKeyDetails?.namedCurve ?? ""];
  if (!found) throw new Error("browsers know no certificates with this key; P256 is the usual curve");
  const [namedCurve, hash] = found;
  return {
    algorithm: "ECDSA",
    imported: { name: "ECDSA", namedCurve },
    signing: { name: "ECDSA", hash },
  };
}

export const sha1 = (bytes: string | Buffer): string => createHash("sha1").update(bytes).digest("hex");
const pairs = (hex: string): string => hex.replace(/..(?!$)/g, "$&:");
const unpadded = (bytes: Buffer): string => bytes.toString("base64").replace(/=+$/, "");
