import { createPrivateKey } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import type { Read } from "../../../../components/front/certificates/judge/types";
import { type Issuer, makeCertificate } from "../../../support/certificates";
import { made, now, pairOf, problem, text } from "./pairs";

const path = "/etc/letsencrypt/live/blog.example.org";
const day = 86_400;

let root: Issuer;
let usable: Issuer;
beforeAll(async () => {
  root = await makeCertificate({ names: ["root.example.org"] });
  usable = await makeCertificate({ by: root });
});

describe("a pair of files that is usable", () => {
  test.each(["ec", "rsa"] as const)(
    "is taken with its names and its time, with a key of the kind %s",
    async (key) => {
      const pair = await made({ key, names: ["Blog.example.org", "*.blog.example.org"], until: 10 });
      expect(pair).toMatchObject({ fault: undefined, names: ["blog.example.org", "*.blog.example.org"] });
      expect(Math.abs(pair.until - now - 10 * day)).toBeLessThan(60);
      expect(problem("blog.example.org", pair)).toBeUndefined();
    },
  );

  test("gives away nothing but its certificates and its key, whatever else the files hold", () => {
    const noise = "Bag Attributes: <none>\n";
    const pair = pairOf(text(noise + usable.key + usable.chain), text(noise + usable.key));
    expect(pair.fault).toBeUndefined();
    expect(pair.chain).toBe(usable.chain);
    expect(pair.key).toBe(usable.key);
  });

  test("is shown in the order in which one issued the next, however the file has them", async () => {
    const between = await makeCertificate({ names: ["between.example.org"], by: root });
    const leaf = await makeCertificate({ by: between });
    const pair = pairOf(text(leaf.pem + root.pem + usable.pem + between.pem), text(leaf.key));
    expect(pair.fault).toBeUndefined();
    expect(pair.chain).toBe(leaf.pem + between.pem + root.pem + usable.pem);
  });

  test("may be written as on another system", () => {
    const foreign = (one: string) => text(`\ufeff${one.replaceAll("\n", "\r\n")}`);
    expect(pairOf(foreign(usable.chain), foreign(usable.key))).toMatchObject({
      chain: usable.chain,
      fault: undefined,
    });
  });

  test("may hold its certificate without its issuer's: where the issuer is trusted itself, that is all", () => {
    expect(pairOf(text(usable.pem), text(usable.key)).fault).toBeUndefined();
  });
});

describe("a pair of files that could not go live says which file, what was found and the way out", () => {
  const faults: [string, () => [Read, Read] | Promise<[Read, Read]>, string][] = [
    [
      "no certificate file",
      () => [{ error: "ENOENT" }, text(usable.key)],
      `${path}/fullchain.pem is not there; put it beside the other file of its certificate`,
    ],
    [
      "a file that is closed to the reader",
      () => [text(usable.chain), { error: "EACCES" }],
      `${path}/privkey.pem cannot be read (EACCES); it has to belong to root`,
    ],
    [
      "garbage in place of the certificate",
      () => [text("garbage"), text(usable.key)],
      `${path}/fullchain.pem holds no certificate that can be read; it has to begin with -----BEGIN CERTIFICATE-----`,
    ],
    [
      "a certificate that is cut off",
      () => [text(usable.pem.replace(/\n.{20}/, "\n")), text(usable.key)],
      `${path}/fullchain.pem holds no certificate that can be read; it has to begin with -----BEGIN CERTIFICATE-----`,
    ],
    [
      "no key file",
      () => [text(usable.chain), { error: "ENOENT" }],
      `${path}/privkey.pem is not there; put it beside the other file of its certificate`,
    ],
    [
      "garbage in place of the key",
      () => [text(usable.chain), text("garbage")],
      `${path}/privkey.pem holds no private key in PEM form that opens without a password`,
    ],
    [
      "a key with a password",
      () => {
        const options = { type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "x" } as const;
        return [text(usable.chain), text(createPrivateKey(usable.key).export(options).toString())];
      },
      `${path}/privkey.pem holds no private key in PEM form that opens without a password`,
    ],
    [
      "another certificate's key",
      async () => [text(usable.chain), text((await makeCertificate()).key)],
      `${path}/privkey.pem is not the key of the certificate in fullchain.pem; take both files from one issue`,
    ],
    [
      "a key of another kind",
      async () => [text(usable.chain), text((await makeCertificate({ key: "rsa" })).key)],
      `${path}/privkey.pem is not the key of the certificate in fullchain.pem; take both files from one issue`,
    ],
    [
      "the issuer's certificate first",
      () => [text(root.pem + usable.pem), text(usable.key)],
      `${path}/fullchain.pem begins with a certificate that none of the others in it has issued; put the site's own certificate first and its issuer's below it`,
    ],
    [
      "a key that is too short",
      async () => {
        const { chain, key } = await makeCertificate({ by: root, key: "short-rsa" });
        return [text(chain), text(key)];
      },
      `${path}/privkey.pem is a key that browsers do not take (rsa 1024); issue the certificate with P-256 or RSA of 2048 bits`,
    ],
  ];

  test.each(faults)("%s", async (_, files, fault) => {
    const pair = pairOf(...(await files()));
    expect(pair.fault).toBe(fault);
    expect(problem("blog.example.org", pair)).toBe(fault);
  });

  test("whether it is closed to the reader is told apart: a preview says nothing then", () => {
    const hidden = (chain: Read) => pairOf(chain, text(usable.key)).hidden;
    expect([hidden({ error: "EACCES" }), hidden({ error: "ENOENT" }), hidden(text("garbage"))]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
