import { expect, test } from "vitest";
import { destinationRules, ownDestinations } from "../../../../components/front/farm/destination";

const claim = (domains: string[], pathPrefix?: string, stripPrefix = false) => ({
  domains,
  pathPrefix,
  stripPrefix,
  webdavDestination: "http" as "http" | "as-sent",
  routers: [{ routerName: "router" }],
});

test("a prefix that the application knows is left in a Destination", () => {
  expect(ownDestinations([claim(["a.org"], "/dav"), claim(["a.org"])])).toEqual([]);
});

test("a prefix that is stripped from paths is stripped from a Destination, whatever order services have", () => {
  const claims = [claim(["a.org"], "/b", true), claim(["c.org"], "/a", true), claim(["a.org"], "/a", true)];
  const expected = [
    { prefix: "/a", domains: ["a.org"], stripped: true, deeper: [] },
    { prefix: "/a", domains: ["c.org"], stripped: true, deeper: [] },
    { prefix: "/b", domains: ["a.org"], stripped: true, deeper: [] },
  ];
  expect(ownDestinations(claims)).toEqual(expected);
  expect(ownDestinations(claims.toReversed())).toEqual(expected);
});

test("what is another service's below a prefix, or a name below a wildcard, is not stripped", () => {
  const claims = [
    claim(["*.a.org", "a.org"], "/a", true),
    claim(["a.org"], "/a/b"),
    claim(["a.org"], "/ab"),
    claim(["x.a.org", "x.org"]),
  ];
  expect(ownDestinations(claims)).toEqual([
    { prefix: "/a", domains: ["*.a.org"], stripped: true, deeper: [] },
    { prefix: "/a", domains: ["a.org"], stripped: true, deeper: ["/a/b"] },
  ]);
});

test("what a name has not is its wildcard's, where a Destination is told as under the wildcard", () => {
  const claims = [claim(["*.a.org"], "/a", true), claim(["x.a.org"], "/a/b"), claim(["y.a.org"], "/b")];
  expect(ownDestinations(claims)).toEqual([
    { prefix: "/a", domains: ["*.a.org", "y.a.org"], stripped: true, deeper: [] },
    { prefix: "/a", domains: ["x.a.org"], stripped: true, deeper: ["/a/b"] },
  ]);
});

test("a dot in a prefix stands for itself", () => {
  const [one] = ownDestinations([claim(["a.org"], "/v1.0", true)]);
  expect(destinationRules(one ? [one] : []).join("\n")).toContain("/v1\\.0(/.*)$");
});

test("an application that asks for what was sent gets it, stripped prefix or not", () => {
  const sent = (claimed: ReturnType<typeof claim>) => ({
    ...claimed,
    webdavDestination: "as-sent" as const,
  });
  expect(ownDestinations([sent(claim(["b.org"], "/b", true)), sent(claim(["a.org"]))])).toEqual([
    { prefix: undefined, domains: ["a.org"], stripped: false, deeper: [] },
    { prefix: "/b", domains: ["b.org"], stripped: false, deeper: [] },
  ]);
});
