import * as fc from "fast-check";
import type { Claim } from "../../../components/shared/precedence";

/** Sets of names that are close enough to be taken for each other. */

const labels = ["a", "b", "xn--bcher-kva", "a-b"] as const;
const zones = ["example.org", "b.example.org", "example.net"] as const;
const prefixes = [undefined, "/a", "/a/b", "/b", "/a-b"] as const;

const name = fc
  .tuple(fc.constantFrom("*", ...labels), fc.constantFrom(...zones))
  .map(([label, zone]) => `${label}.${zone}`);
const claim = fc.record({
  domains: fc.uniqueArray(name, { minLength: 1, maxLength: 3 }),
  pathPrefix: fc.constantFrom(...prefixes),
});

/** No two have the same name and prefix, as a farm refuses them. */
export const claimSets: fc.Arbitrary<Claim[]> = fc
  .array(claim, { minLength: 1, maxLength: 7 })
  .map((claims) => {
    const taken = new Set<string>();
    return claims.filter(({ domains, pathPrefix = "" }) => {
      const keys = domains.map((domain) => `${domain}${pathPrefix}`);
      if (keys.some((key) => taken.has(key))) return false;
      for (const key of keys) taken.add(key);
      return true;
    });
  });

/** Hosts that are named, covered, or neither. */
export const allHosts: readonly string[] = [
  ...zones,
  ...zones.flatMap((zone) => [...labels, "other"].map((label) => `${label}.${zone}`)),
  "a.other.example.net",
];
export const hosts = fc.constantFrom(...allHosts);

export const allPaths = ["/", "/a", "/a/", "/a/b", "/a/b/c", "/ab", "/a-b", "/b/a"] as const;
export const paths = fc.constantFrom(...allPaths);
