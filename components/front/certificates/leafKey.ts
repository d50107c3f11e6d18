import { createECDH, createPrivateKey, hkdfSync } from "node:crypto";
import { p256 } from "@noble/curves/nist.js";

/** A key of a certificate. */
export interface LeafKey {
  /** PKCS #8, as PEM. */
  readonly pem: string;
  /** Uncompressed point of the public key. */
  readonly point: Buffer;
}

/** Bytes from which a number below the curve's order is made without a bias (FIPS 186-5, A.2.1). */
const seedBytes = 48;

/**
 * Derives a key from that of the authority: the same for the same purpose, nothing that tells of another one's, and no
 * way back. So it has to be stored nowhere but where it is used.
 * @param authority secret number of the authority's key
 */
export function leafKey(authority: Uint8Array, purpose: string): LeafKey {
  const seed = new Uint8Array(hkdfSync("sha256", authority, "homeport certificate", purpose, seedBytes));
  const secret = p256.utils.randomSecretKey(seed);
  const curve = createECDH("prime256v1");
  curve.setPrivateKey(secret);
  const point = curve.getPublicKey();
  const coordinates = { x: point.subarray(1, 33), y: point.subarray(33), d: Buffer.from(secret) };
  const key = createPrivateKey({
    format: "jwk",
    key: {
      kty: "EC",
      crv: "P-256",
      ...Object.fromEntries(
        Object.entries(coordinates).map(([name, bytes]) => [name, bytes.toString("base64url")]),
      ),
    },
  });
  return { pem: String(key.export({ type: "pkcs8", format: "pem" })), point };
}

/** @returns the secret number of a key of P-256. */
export const secretNumber = (pem: string): Uint8Array =>
  Buffer.from(createPrivateKey(pem).export({ format: "jwk" }).d ?? "", "base64url");
