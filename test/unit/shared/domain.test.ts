import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { domainProblem, isWildcard, wildcardPattern } from "../../../components/shared/domain";

const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?$/);
const domain = fc.array(label, { minLength: 2, maxLength: 5 }).map((labels) => labels.join("."));

describe("a domain that would never be asked for is refused with the way out", () => {
  test.each([
    ["blog example.org", '"blog example" is no part of a domain name'],
    ["blog.example.org ", '"org " is no part of a domain name'],
    ["a_b.example.org", '"a_b" is no part of a domain name'],
    ["-a.example.org", '"-a" is no part of a domain name'],
    ["a-.example.org", '"a-" is no part of a domain name'],
    ["a..example.org", '"" is no part of a domain name'],
    ["", '"" is no part of a domain name'],
    [`${"a".repeat(64)}.org`, `"${"a".repeat(64)}" is no part of a domain name: 1–63 letters`],
    [`${"a.".repeat(130)}org`, "it has 263 characters, at most 253 are allowed"],
    ["example.org:7070", '"org:7070" is no part of a domain name'],
    ["http://example.org", '"http://example" is no part of a domain name'],
    ["bücher.example.org", "write the punycode form: xn--bcher-kva.example.org"],
    ["*.bücher.example.org", "write the punycode form: *.xn--bcher-kva.example.org"],
    ["例え.jp", "write the punycode form: xn--r8jz45g.jp"],
    ["Blog.Example.org", "write it in lower case: blog.example.org"],
    ["blog.example.org.", "leave out the trailing dot: blog.example.org"],
    ["*", '"*" is no part of a domain name'],
    ["*.", '"" is no part of a domain name'],
    ["*.org", "a wildcard needs at least two parts below the star"],
    ["blog.*.org", '"*" is no part of a domain name'],
    ["*blog.example.org", '"*blog" is no part of a domain name'],
  ])("%j", (name, problem) => {
    expect(domainProblem(name)).toContain(problem);
  });

  test("the longest label and the longest name are still allowed", () => {
    const longest = [63, 63, 63, 61].map((length) => "a".repeat(length)).join(".");
    expect(longest).toHaveLength(253);
    expect(domainProblem(longest)).toBeUndefined();
    expect(domainProblem(`${longest}a`)).toContain("254 characters");
  });

  test("the way out that is offered is itself accepted", () => {
    for (const name of [
      "bücher.example.org",
      "*.bücher.example.org",
      "Blog.example.org",
      "blog.example.org.",
    ]) {
      expect(domainProblem(domainProblem(name)?.split(": ").at(-1) ?? "")).toBeUndefined();
    }
  });
});

test("an honest name, also a wildcard, is never refused", () => {
  fc.assert(
    fc.property(domain, (name) => {
      expect(domainProblem(name)).toBeUndefined();
      expect(domainProblem(`*.${name}`)).toBeUndefined();
    }),
  );
});

test("a wildcard matches exactly one level below its name, or it would take its neighbours' visitors", () => {
  fc.assert(
    fc.property(domain, label, label, (name, one, two) => {
      const pattern = new RegExp(wildcardPattern(`*.${name}`));
      expect(`${one}.${name}`).toMatch(pattern);
      expect(name).not.toMatch(pattern);
      expect(`.${name}`).not.toMatch(pattern);
      expect(`${two}.${one}.${name}`).not.toMatch(pattern);
      expect(`${one}.${name}.evil.org`).not.toMatch(pattern);
      expect(`${one}.${name.replace(".", "x")}`).not.toMatch(pattern);
    }),
  );
});

test("only the star in front makes a wildcard", () => {
  expect(isWildcard("*.example.org")).toBe(true);
  expect(isWildcard("star.example.org")).toBe(false);
});
