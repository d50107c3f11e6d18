import { createPrivateKey } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { choose } from "../../../components/certificates/judge/choose.js";
import { covers, readPair } from "../../../components/certificates/judge/pair.js";
import type { Read } from "../../../components/certificates/judge/types";
import { type CertificateOptions, type Issuer, makeCertificate } from "../../support/certificates";

const path = "/etc/letsencrypt/live/blog.example.org";
const day = 86_400;
const now = Date.now() / 1000;

let root: Issuer;
let usable: Issuer;
beforeAll(async () => {
  root = await makeCertificate({ names: ["root.example.org"] });
  usable = await makeCertificate({ by: root });
});

const text = (text: string): Read => ({ text });
const pairOf = (chain: Read, key: Read, name = "blog.example.org") =>
  readPair({ name, path: `/etc/letsencrypt/live/${name}`, chain, key });
const made = async (options: CertificateOptions, name?: string) => {
  const { chain, key } = await makeCertificate({ by: root, ...options });
  return pairOf(text(chain), text(key), name);
};
const sourceOf = (...pairs: ReturnType<typeof pairOf>[]) => ({ path: "/etc/letsencrypt/live", pairs });
const problem = (domain: string, ...pairs: ReturnType<typeof pairOf>[]) => {
  const choice = choose(domain, sourceOf(...pairs), now);
  return "problem" in choice ? choice.problem : undefined;
};

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

  test("one that expired", async () => {
    const on = new Date((now - day) * 1000).toISOString().slice(0, 10);
    expect(problem("blog.example.org", await made({ from: -90, until: -1 }))).toBe(
      `${path}/fullchain.pem expired on ${on}; renew it`,
    );
  });

  test("one that is not valid yet", async () => {
    const on = new Date((now + day) * 1000).toISOString().slice(0, 10);
    expect(problem("blog.example.org", await made({ from: 1 }))).toBe(
      `${path}/fullchain.pem is not valid before ${on}; set the host's clock or wait`,
    );
  });

  test("one without alternative names, which no browser takes for any name", async () => {
    expect(problem("blog.example.org", await made({ names: [] }))).toBe(
      `${path}/fullchain.pem is for nothing and not for blog.example.org; issue it anew with this name too`,
    );
  });

  test("one in the domain's own directory that is for others", async () => {
    expect(problem("blog.example.org", await made({ names: ["shop.example.org"] }))).toBe(
      `${path}/fullchain.pem is for shop.example.org and not for blog.example.org; issue it anew with this name too`,
    );
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

test.each<[string, string[], boolean]>([
  ["blog.example.org", ["blog.example.org"], true],
  ["blog.example.org", ["shop.example.org", "*.example.org"], true],
  ["a.blog.example.org", ["*.example.org"], false],
  ["example.org", ["*.example.org"], false],
  ["*.example.org", ["*.example.org"], true],
  ["*.example.org", ["example.org"], false],
  ["*.blog.example.org", ["*.example.org", "*.*.example.org"], false],
])("%s is covered by a certificate for %j: %s", (domain, names, covered) => {
  expect(covers({ names } as never, domain)).toBe(covered);
});

describe("the certificate of a domain", () => {
  const chosen = (domain: string, ...pairs: ReturnType<typeof pairOf>[]) => {
    const choice = choose(domain, sourceOf(...pairs), now);
    return "pair" in choice ? choice.pair.name : choice.problem;
  };

  test("is the usable one with the longest life, wherever it is", async () => {
    const pairs = [
      await made({ until: 20 }, "blog.example.org"),
      await made({ until: 40, names: ["*.example.org"] }, "wild"),
      await made({ until: 80, from: 1 }, "later"),
      await made({ until: 80, names: ["shop.example.org"] }, "shop"),
    ];
    expect(chosen("blog.example.org", ...pairs)).toBe("wild");
  });

  test("of two alike is the one in its own directory, whichever is read first", () => {
    const alike = ["another", "blog.example.org", "zoo"].map((name) =>
      pairOf(text(usable.chain), text(usable.key), name),
    );
    expect(chosen("blog.example.org", ...alike)).toBe("blog.example.org");
    expect(chosen("blog.example.org", ...alike.reverse())).toBe("blog.example.org");
  });

  test.each(["_.example.org", "example.org"])("with a star has a directory of its own as %s", async (own) => {
    const { chain, key } = await makeCertificate({ names: ["*.example.org"] });
    const alike = ["another", own].map((name) => pairOf(text(chain), text(key), name));
    expect(chosen("*.example.org", ...alike)).toBe(own);
  });

  test("is told to be missing with what there is", async () => {
    const names = ["a", "b", "c", "d", "e", "f"].map((part) => `${part}.example.org`);
    expect(problem("blog.example.org", await made({ names }, "abc"))).toBe(
      "no certificate in /etc/letsencrypt/live is for this name (found: a.example.org, b.example.org, c.example.org, d.example.org, e.example.org, …); issue one: certbot certonly -d 'blog.example.org'",
    );
    expect(problem("blog.example.org")).toContain("(found: nothing)");
    expect(problem("blog.example.org", pairOf(text(""), text(""), "old"))).toContain(
      "(found: nothing in /etc/letsencrypt/live/old)",
    );
  });

  test("is told to be missing where the directory is", () => {
    const without = (error: string) => choose("a.example.org", { ...sourceOf(), error }, now);
    expect(without("ENOENT")).toEqual({
      problem:
        "/etc/letsencrypt/live is not there; name the directory above it, for example /etc/letsencrypt",
    });
    expect(without("EACCES")).toEqual({
      problem: "/etc/letsencrypt/live cannot be read (EACCES); it has to be a directory that belongs to root",
    });
  });
});
