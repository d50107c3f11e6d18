import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  aboveItsName,
  type Claim,
  claimFor,
  decide,
  decisionFor,
  namedBelow,
  rankOf,
} from "../../../components/shared/precedence";
import { claimSets, hosts, paths } from "./claims";

const everywhere = () => true;
const decided = (claims: readonly Claim[], host: string, path = "/") => {
  const decision = decisionFor(decide(claims, everywhere), host);
  return { name: decision?.name, claim: claimFor(decision, path) };
};
const claim = (name: string, pathPrefix?: string): Claim => ({ domains: [name], pathPrefix });

describe("who gets a request", () => {
  const all = claim("*.example.org");
  const deep = claim("*.example.org", "/deep");
  const own = claim("own.example.org");
  const part = claim("part.example.org", "/part");

  test.each([
    ["an exact name before its wildcard", "own.example.org", "/deep", own],
    ["a longer prefix before a shorter one", "any.example.org", "/deep/x", deep],
    ["a prefix itself, and not its longer namesake", "any.example.org", "/deeper", all],
    ["a wildcard, what its name has not", "part.example.org", "/", all],
    ["a wildcard, by its own prefixes", "part.example.org", "/deep", deep],
    ["a name, what it has", "part.example.org", "/part", part],
    ["nobody one level above", "example.org", "/", undefined],
    ["nobody two levels below", "a.any.example.org", "/", undefined],
  ])("is %s", (_, host, path, expected) => {
    expect(decided([all, deep, own, part], host, path).claim).toBe(expected);
  });

  test("is no wildcard of a router that has not the name", () => {
    const decisions = decide([all, part], () => false);
    expect(claimFor(decisionFor(decisions, "part.example.org"), "/")).toBeUndefined();
  });

  test("is nobody who stands behind another one", () => {
    const [decision] = decide([deep, own, all], everywhere);
    expect(decision).toEqual({ name: "own.example.org", claims: [own] });
  });
});

/** In plain words, without an order: of all claims that fit, none goes before the one that is chosen. */
test("of any set of names, a host has the claim of the highest rank that fits it", () => {
  fc.assert(
    fc.property(claimSets, hosts, paths, (claims, host, path) => {
      const named = claims.some(({ domains }) => domains.includes(host));
      const star = host.replace(/^[^.]+/, "*");
      const fitting = claims
        .filter(({ pathPrefix = "" }) => path === pathPrefix || path.startsWith(`${pathPrefix}/`))
        .flatMap((one) =>
          [host, star].filter((name) => one.domains.includes(name)).map((name) => ({ one, name })),
        )
        .sort((a, b) => rankOf(b.name, b.one.pathPrefix) - rankOf(a.name, a.one.pathPrefix));
      const { name, claim: chosen } = decided(claims, host, path);
      expect(chosen).toEqual(fitting[0]?.one);
      expect(name).toBe(
        named ? host : claims.some(({ domains }) => domains.includes(star)) ? star : undefined,
      );
    }),
  );
});

test("the order in which services are named decides nothing", () => {
  fc.assert(
    fc.property(claimSets, hosts, paths, (claims, host, path) => {
      expect(decided([...claims].reverse(), host, path)).toEqual(decided(claims, host, path));
    }),
  );
});

test("between a wildcard with the longest prefix and an exact name is room for what stands above a name", () => {
  const longest = `/${"x".repeat(199)}`;
  expect(rankOf("*.example.org", longest) + aboveItsName).toBeLessThan(rankOf("a.example.org"));
  expect(rankOf("a.example.org") + aboveItsName).toBeGreaterThan(rankOf("a.example.org", longest) + 1);
});

test("a wildcard decides for no exact name one level below it", () => {
  const names = ["a.example.org", "*.b.example.org", "a.b.example.org", "example.org", "a.example.org"];
  expect(namedBelow("*.example.org", names)).toEqual(["a.example.org"]);
  expect(namedBelow("a.example.org", names)).toEqual([]);
});
