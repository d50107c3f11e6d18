import { describe, expect, test } from "vitest";
import { refusals, routerOn } from "./refusals";

const [attic, cellar] = [routerOn("attic"), routerOn("cellar")];
const data = { name: "data", path: "/data" };

describe("a service on several routers is refused at preview", () => {
  test.each([
    ["where none is named", [], "router: []: name at least one router"],
    ["where one is named twice", [attic, cellar, attic], 'router: "attic" is named twice'],
  ])("%s", (_, router, problem) => {
    expect(refusals({ router })).toEqual([problem]);
  });

  test("where two of them are on one host, which would take both along", () => {
    const host = {};
    expect(refusals({ router: [routerOn("attic", host), routerOn("loft", host)] })).toEqual([
      "router: attic and loft are on the same host, which would go down with both; name routers of different hosts",
    ]);
  });

  test("with a private volume: each host would have other data", () => {
    const [problem, ...more] = refusals({ router: [attic, cellar], volumes: [data] });
    expect(more).toEqual([]);
    expect(problem).toContain('volumes.0: "data" is private, and its data would be another on each host');
    expect(problem).toContain("name one router");
    expect(refusals({ router: [attic, cellar], volumes: [{ ...data, perHost: true }] })).toEqual([problem]);
  });

  test("with a shared volume, unless it is said that each host may have its own data there", () => {
    const volumes = [{ ...data, shared: true }];
    const [problem, ...more] = refusals({ router: [attic, cellar], volumes });
    expect(more).toEqual([]);
    expect(problem).toContain("volumes.0.perHost: nothing: a volume is on one host");
    expect(problem).toContain("say perHost: true");
    expect(
      refusals({ router: [attic, cellar], volumes: [{ ...data, shared: true, perHost: true }] }),
    ).toEqual([]);
  });

  test("with a name that is too long with a router's for the DNS, by which the router finds containers", () => {
    const long = (length: number) =>
      refusals({ router: [routerOn("a".repeat(30)), cellar] }, "b".repeat(length));
    expect(long(21)).toEqual([]);
    expect(long(22)).toEqual([
      expect.stringMatching(
        /^name: "b+-a+", .* has 53 characters; at most 52 fit into the names of containers$/,
      ),
    ]);
  });
});

test("a list of one router is that router, with all that a service may have there", () => {
  expect(refusals({ router: [attic], volumes: [data] })).toEqual([]);
  expect(refusals({ router: [attic, cellar] })).toEqual([]);
});
