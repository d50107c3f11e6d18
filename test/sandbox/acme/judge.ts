import { createPrivateKey, X509Certificate } from "node:crypto";
import { expect } from "vitest";
import type { Published } from "./issuer";

/** Asserts that what an issuer published is a certificate of the root, for the name, with its key. @returns the leaf */
export function expectValid({ chain, key }: Published, domain: string, rootPem: string): X509Certificate {
  const all =
    chain.match(/-----BEGIN[\s\S]*?-----END CERTIFICATE-----/g)?.map((pem) => new X509Certificate(pem)) ?? [];
  const leaf = all[0] as X509Certificate;
  const root = new X509Certificate(rootPem);
  [...all, root].reduce((child, parent) => {
    expect(child.verify(parent.publicKey)).toBe(true);
    return parent;
  });
  expect(leaf.checkPrivateKey(createPrivateKey(key))).toBe(true);
  expect(leaf.subjectAltName).toBe(`DNS:${domain}`);
  return leaf;
}
