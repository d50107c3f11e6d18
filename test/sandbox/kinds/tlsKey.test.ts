import { execFileSync } from "node:child_process";
import { createPublicKey } from "node:crypto";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { isSecret, type Output } from "@pulumi/pulumi";
import { afterAll, describe, expect, it } from "vitest";
import { removeFolder } from "../../support/removeFolder";
import { makePrivateKey } from "./tlsKey";

const directory = mkdtempSync(path.join(tmpdir(), "keys-"));
afterAll(() => removeFolder(directory));

/** What a resource that depends on a secret gets. */
const known = (value: unknown) =>
  new Promise<string>((resolve) => (value as Output<string>).apply((text) => resolve(text)));

const hidden = ["privateKeyPem", "privateKeyPemPkcs8", "privateKeyOpenssh"];

describe.each([
  [{ algorithm: "ECDSA", ecdsaCurve: "P256" }, "EC PRIVATE KEY"],
  [{ algorithm: "ECDSA", ecdsaCurve: "P384" }, "EC PRIVATE KEY"],
  [{ algorithm: "ECDSA", ecdsaCurve: "P521" }, "EC PRIVATE KEY"],
  [{ algorithm: "RSA", rsaBits: 2048 }, "RSA PRIVATE KEY"],
  [{ algorithm: "ED25519" }, "PRIVATE KEY"],
])("a key of %o", (inputs, form) => {
  it("is a secret in every private form, and in no public one", async () => {
    const { outputs } = await makePrivateKey("key", inputs);
    for (const [name, value] of Object.entries(outputs)) {
      const isHidden = hidden.includes(name);
      expect(isHidden && (await isSecret(value as Output<unknown>)), name).toBe(isHidden);
      if (!isHidden) expect(String(value)).not.toContain("PRIVATE");
    }
  });

  it("is the same key in both forms, the first of them the provider's", async () => {
    const { outputs } = await makePrivateKey("key", inputs);
    const first = await known(outputs.privateKeyPem);
    const second = await known(outputs.privateKeyPemPkcs8);
    const publicPem = (pem: string) => createPublicKey(pem).export({ type: "spki", format: "pem" });
    expect([publicPem(first), publicPem(second)]).toEqual([outputs.publicKeyPem, outputs.publicKeyPem]);
    expect(first).toContain(`-----BEGIN ${form}-----`);
    expect(second).toContain("-----BEGIN PRIVATE KEY-----");
  });

  it("is a key for OpenSSH too, with the fingerprints that it shows", async () => {
    const { outputs } = await makePrivateKey("key", inputs);
    const file = path.join(directory, "key");
    writeFileSync(file, await known(outputs.privateKeyOpenssh), { mode: 0o600 });
    const program = "ssh-keygen";
    const keygen = (...words: string[]) =>
      execFileSync(program, [...words, "-f", file], { encoding: "utf8" });
    expect(`${keygen("-y").trim()}\n`).toBe(outputs.publicKeyOpenssh);
    expect(keygen("-l")).toContain(` ${outputs.publicKeyFingerprintSha256} `);
    expect(keygen("-l", "-E", "md5")).toContain(` MD5:${outputs.publicKeyFingerprintMd5} `);
  });
});

it.each([{ algorithm: "DSA" }, { algorithm: "ECDSA", ecdsaCurve: "P-256" }])(
  "%o is refused, as by the provider",
  async (inputs) => {
    await expect(makePrivateKey("key", inputs)).rejects.toThrow("is none of");
  },
);
