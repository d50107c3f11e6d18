import { describe, expect, test } from "vitest";
import { choose } from "../../../../components/front/certificates/judge/choose.js";
import { covers } from "../../../../components/front/certificates/judge/pair.js";
import type { Pair } from "../../../../components/front/certificates/judge/types";
import { makeCertificate } from "../../../support/certificates";
import { made, now, pairOf, problem, sourceOf, text } from "./pairs";

const path = "/etc/letsencrypt/live/blog.example.org";
const day = 86_400;

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

describe("a certificate that cannot be shown now, or not for this name", () => {
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
});

describe("the certificate of a domain", () => {
  const chosen = (domain: string, ...pairs: Pair[]) => {
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

  test("of two alike is the one in its own directory, whichever is read first", async () => {
    const usable = await makeCertificate();
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

  test("is told to be missing with what cannot be read, which may be its own", async () => {
    const { chain, key } = await makeCertificate();
    const said = problem("blog.example.org", pairOf(text(chain.slice(0, 200)), text(key), "shops"));
    expect(said).toContain(
      "certbot certonly -d 'blog.example.org'; or mend /etc/letsencrypt/live/shops/fullchain.pem",
    );
    const two = chain + (await makeCertificate()).pem.slice(0, -60);
    expect(problem("blog.example.org", pairOf(text(two), text(key), "blog.example.org"))).toContain(
      "fullchain.pem is cut off",
    );
  });

  test("is passed by where HAProxy does not take it, for the next best", async () => {
    const pairs = [await made({ until: 80 }, "long"), await made({ until: 20 }, "short")];
    const refused = ({ name }: { name: string }) =>
      name === "long" ? "HAProxy does not take it" : undefined;
    expect(choose("blog.example.org", sourceOf(...pairs), now, refused)).toMatchObject({
      pair: { name: "short" },
    });
    expect(choose("blog.example.org", sourceOf(...pairs.slice(0, 1)), now, refused)).toEqual({
      problem: "HAProxy does not take it",
    });
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
