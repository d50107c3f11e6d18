import { execFileSync } from "node:child_process";
import { X509Certificate as Certificate, createPrivateKey } from "node:crypto";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import * as tls from "node:tls";
import type { Output } from "@pulumi/pulumi";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { removeFolder } from "../../support/removeFolder";
import type { Made } from "./kind";
import { makeRequest, makeSelfSigned, makeSigned } from "./tls";
import { makePrivateKey } from "./tlsKey";

/** What a resource that depends on a secret gets. */
const known = (value: unknown) =>
  new Promise<string>((resolve) => (value as Output<string>).apply((text) => resolve(text)));
const directory = mkdtempSync(path.join(tmpdir(), "tls-"));
afterAll(() => removeFolder(directory));

const outputs = ({ outputs }: Made) => outputs as Record<string, string>;
function file(name: string, text: string): string {
  const at = path.join(directory, name);
  writeFileSync(at, text, { mode: 0o600 });
  return at;
}
const run = (program: string, ...words: string[]) =>
  execFileSync(program, words, { encoding: "utf8", stdio: "pipe" });

const keys = [
  { algorithm: "ECDSA", ecdsaCurve: "P256" },
  { algorithm: "ECDSA", ecdsaCurve: "P384" },
  { algorithm: "RSA" },
  { algorithm: "ED25519" },
];
const names = ["a.example.org", "*.b.example.org"];

async function issue(key: (typeof keys)[number], authority = {}, leaf = {}) {
  const [rootKey, leafKey] = await Promise.all([makePrivateKey("root", key), makePrivateKey("leaf", key)]);
  const caPrivateKeyPem = await known(rootKey.outputs.privateKeyPem);
  const privateKeyPem = await known(leafKey.outputs.privateKeyPem);
  const root = await makeSelfSigned("root", {
    privateKeyPem: caPrivateKeyPem,
    subject: { commonName: "Home authority", organization: "Home, its owner's" },
    isCaCertificate: true,
    allowedUses: ["cert_signing", "crl_signing"],
    validityPeriodHours: 87_600,
    ...authority,
  });
  const request = await makeRequest("leaf", {
    privateKeyPem,
    subject: { commonName: "a.example.org" },
    dnsNames: names,
    ipAddresses: ["127.0.0.1", "::1"],
  });
  const signed = await makeSigned("leaf", {
    certRequestPem: outputs(request).certRequestPem ?? "",
    caPrivateKeyPem,
    caCertPem: outputs(root).certPem ?? "",
    allowedUses: ["digital_signature", "server_auth"],
    validityPeriodHours: 24,
    ...leaf,
  });
  return { root, request, signed, privateKeyPem };
}

describe.each(keys)("certificates with a key of $algorithm $ecdsaCurve", (key) => {
  let all: Awaited<ReturnType<typeof issue>>;
  let text: string;
  beforeAll(async () => {
    all = await issue(key);
    file("root.pem", outputs(all.root).certPem ?? "");
    text = run("openssl", "x509", "-noout", "-text", "-in", file("a.pem", outputs(all.signed).certPem ?? ""));
  });

  it.each(["a.example.org", "any.b.example.org"])("OpenSSL verifies the chain for %s", (name) => {
    const [root, leaf] = [path.join(directory, "root.pem"), path.join(directory, "a.pem")];
    const words = ["-x509_strict", "-purpose", "sslserver", "-verify_hostname", name, "-CAfile", root, leaf];
    expect(run("openssl", "verify", ...words)).toContain("a.pem: OK");
  });

  it("has what browsers want: names, a use as a server, no authority of its own, ids of both keys", () => {
    const plain = text.replaceAll(/\s+/g, " ");
    expect(plain).toContain("DNS:a.example.org, DNS:*.b.example.org, IP Address:127.0.0.1, IP Address:0:0:0");
    expect(plain).toContain("X509v3 Key Usage: critical Digital Signature X509v3");
    expect(plain).toContain("X509v3 Extended Key Usage: TLS Web Server Authentication X509v3");
    expect(plain).toContain("X509v3 Basic Constraints: critical CA:FALSE");
    const root = new Certificate(outputs(all.root).certPem ?? "");
    const id = /Subject Key Identifier:\s+(\S+)/.exec(
      run("openssl", "x509", "-noout", "-text", "-in", file("r.pem", root.toString())),
    )?.[1];
    expect(plain).toContain(`X509v3 Authority Key Identifier: ${id}`);
    expect(root.ca).toBe(true);
    expect(root.toLegacyObject().subject).toEqual({ O: "Home, its owner's", CN: "Home authority" });
  });

  it("serves with the key in the form that the provider gives it", () => {
    const { certPem } = outputs(all.signed);
    expect(() => tls.createSecureContext({ cert: certPem, key: all.privateKeyPem })).not.toThrow();
    expect(new Certificate(certPem ?? "").checkPrivateKey(createPrivateKey(all.privateKeyPem))).toBe(true);
  });

  it("asks with a request that its own key has signed", () => {
    const request = file("q.pem", outputs(all.request).certRequestPem ?? "");
    expect(() => run("openssl", "req", "-verify", "-noout", "-in", request)).not.toThrow();
  });

  it("tells its times as the certificate has them, and the number that is its id", () => {
    const { validityStartTime, validityEndTime, keyAlgorithm, caKeyAlgorithm } = outputs(all.signed);
    const { validFrom, validTo, serialNumber } = new Certificate(outputs(all.signed).certPem ?? "");
    const seconds = (time = "") => Math.floor(Date.parse(time) / 1_000);
    expect(seconds(validityStartTime)).toBe(seconds(validFrom));
    expect(seconds(validityEndTime)).toBe(seconds(validTo));
    expect(seconds(validityEndTime) - seconds(validityStartTime)).toBe(24 * 3_600);
    expect(BigInt(all.signed.id)).toBe(BigInt(`0x${serialNumber}`));
    expect([keyAlgorithm, caKeyAlgorithm]).toEqual([undefined, key.algorithm]);
    expect(outputs(all.root).keyAlgorithm).toBe(key.algorithm);
  });
});

describe("what the provider does, and one would not expect", () => {
  const p256 = { algorithm: "ECDSA", ecdsaCurve: "P256" };

  it("a curve that was not named is P-224, which neither OpenSSH nor a browser knows", async () => {
    const made = await makePrivateKey("key", { algorithm: "ECDSA" });
    expect(outputs(made)).toMatchObject({ ecdsaCurve: "P224", publicKeyOpenssh: "" });
    const privateKeyPem = await known(made.outputs.privateKeyPem);
    await expect(makeRequest("a", { privateKeyPem, dnsNames: names })).rejects.toThrow("P256");
  });

  it("names without a subject are critical", async () => {
    const { privateKeyPem } = await issue(p256);
    const made = await makeSelfSigned("a", {
      privateKeyPem,
      dnsNames: names,
      allowedUses: ["server_auth"],
      validityPeriodHours: 1,
    });
    const text = run("openssl", "x509", "-noout", "-text", "-in", file("s.pem", outputs(made).certPem ?? ""));
    expect(text).toContain("X509v3 Subject Alternative Name: critical");
  });

  it("a longest path of 0 sets no limit, another one does", async () => {
    const limited = async (maxPathLength: number) => {
      const { root } = await issue(p256, { maxPathLength });
      return run("openssl", "x509", "-noout", "-text", "-in", file("l.pem", outputs(root).certPem ?? ""));
    };
    expect(await limited(0)).not.toContain("pathlen");
    expect(await limited(1)).toContain("CA:TRUE, pathlen:1");
  });

  it.each([
    [{ allowedUses: ["serverAuth"] }, '"serverAuth" is no use'],
    [{ caPrivateKeyPemWoVersion: 1 }, 'does not know the input "caPrivateKeyPemWoVersion"'],
    [{ caPrivateKeyPem: undefined }, "caPrivateKeyPem:"],
  ])("%o is refused", async (leaf, message) => {
    await expect(issue(p256, {}, leaf)).rejects.toThrow(message);
  });

  it("an authority without a subject is refused", async () => {
    await expect(issue(p256, { subject: undefined })).rejects.toThrow("subject");
  });
});
