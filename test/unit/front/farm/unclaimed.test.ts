import { describe, expect, test } from "vitest";
import { partlyServed, unclaimedRules } from "../../../../components/front/farm/unclaimed";
import { farms } from "../../cases";
import { sectionOf } from "./sections";

const claim = (domain: string, pathPrefix?: string, ...routers: string[]) => ({
  domains: [domain],
  pathPrefix,
  routers: (routers.length > 0 ? routers : ["router"]).map((routerName) => ({ routerName })),
});

describe("domains of which only some paths are served", () => {
  test("are told with the paths of all their services, those with the same ones together", () => {
    const claims = [
      claim("a.example.org", "/x"),
      claim("a.example.org", "/y"),
      claim("b.example.org", "/y"),
      claim("b.example.org", "/x"),
      claim("c.example.org", "/x"),
    ];
    expect(partlyServed(claims)).toEqual([
      { domains: ["c.example.org"], prefixes: ["/x"] },
      { domains: ["a.example.org", "b.example.org"], prefixes: ["/x", "/y"] },
    ]);
  });

  test("are none of those that a service has as a whole", () => {
    expect(partlyServed([claim("a.example.org"), claim("a.example.org", "/x")])).toEqual([]);
  });

  test("have the paths of a wildcard of the same routers, too: these send there what the name has not", () => {
    const name = claim("a.example.org", "/x");
    expect(partlyServed([name, claim("*.example.org")])).toEqual([]);
    expect(partlyServed([name, claim("*.example.org", "/y")])).toContainEqual({
      domains: ["a.example.org"],
      prefixes: ["/x", "/y"],
    });
    expect(partlyServed([name, claim("*.example.org", undefined, "cellar")])).toEqual([
      { domains: ["a.example.org"], prefixes: ["/x"] },
    ]);
  });

  test("are as many as there are, and no line is too long for HAProxy", () => {
    const prefixes = Array.from({ length: 101 }, (_, at) => `/path-${at}`);
    const rules = unclaimedRules([{ domains: ["a.example.org"], prefixes }]);
    for (const rule of rules) expect(rule.split(" ").length).toBeLessThan(64);
    expect(new Set(rules.join(" ").match(/\/path-\d+\//g)).size).toBe(101);
  });
});

test("a path that nobody has is marked before any header is set, and only there is a missing route the 404 page", () => {
  const web = sectionOf(farms["partly-served"], "frontend web");
  const marked = web.findIndex((line) => line.startsWith("http-request set-var(txn.unclaimed)"));
  expect(marked).toBeGreaterThan(0);
  expect(web.findIndex((line) => line.startsWith("http-request set-header"))).toBeGreaterThan(marked);
  const pages = sectionOf(farms["partly-served"], "backend router_router").filter((line) =>
    line.includes("X-Homeport-Unrouted"),
  );
  expect(pages).toHaveLength(1);
  expect(pages[0]).toMatch(/^http-response return status 404 .* \{ var\(txn.unclaimed\) -m bool \}$/);
});
