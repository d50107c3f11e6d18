import { expect, test } from "vitest";
import { destinationRules, strippedPrefixes } from "../../../components/haproxyFarm/destination";

const claim = (domains: string[], pathPrefix?: string, stripPrefix = false) => ({
  domains,
  pathPrefix,
  stripPrefix,
});

test("a prefix that the application knows is left in a Destination", () => {
  expect(strippedPrefixes([claim(["a.org"], "/dav"), claim(["a.org"])])).toEqual([]);
});

test("a prefix that is stripped from paths is stripped from a Destination, whatever order services have", () => {
  const claims = [claim(["a.org"], "/b", true), claim(["c.org"], "/a", true), claim(["a.org"], "/a", true)];
  const expected = [
    { prefix: "/a", domains: ["a.org"], deeper: [], others: [] },
    { prefix: "/a", domains: ["c.org"], deeper: [], others: [] },
    { prefix: "/b", domains: ["a.org"], deeper: [], others: [] },
  ];
  expect(strippedPrefixes(claims)).toEqual(expected);
  expect(strippedPrefixes(claims.toReversed())).toEqual(expected);
});

test("what is another service's below a prefix, or a name below a wildcard, is not stripped", () => {
  const claims = [
    claim(["*.a.org", "a.org"], "/a", true),
    claim(["a.org"], "/a/b"),
    claim(["a.org"], "/ab"),
    claim(["x.a.org", "x.org"]),
  ];
  expect(strippedPrefixes(claims)).toEqual([
    { prefix: "/a", domains: ["*.a.org", "a.org"], deeper: ["/a/b"], others: ["x.a.org"] },
  ]);
});

test("a dot in a prefix stands for itself", () => {
  const [one] = strippedPrefixes([claim(["a.org"], "/v1.0", true)]);
  expect(destinationRules(one ? [one] : []).join("\n")).toContain("/v1\\.0(/.*)$");
});
