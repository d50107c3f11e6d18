import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { servedBy } from "../../../../components/front/farm/domains";
import { refusalsOf } from "../../refusals";

const service = (serviceName: string, domains: string[], pathPrefix?: string, ...routers: string[]) => ({
  serviceName,
  domains,
  pathPrefix,
  stickySessions: false,
  stripPrefix: false,
  webdavDestination: "http" as const,
  routers: (routers.length > 0 ? routers : ["router"]).map((routerName) => ({ routerName })),
});
type Service = ReturnType<typeof service>;

function clashes(...services: (Service & { clientAuthority?: pulumi.Input<string> })[]): string[] {
  return refusalsOf("farm", () => servedBy("farm", services));
}

describe("two services that claim the same address are refused at preview, and both are named", () => {
  const blog = service("blog", ["blog.example.org", "www.example.org"]);

  test("the same domain", () => {
    const [problem = "", ...more] = clashes(blog, service("notes", ["www.example.org"]));
    expect(more).toEqual([]);
    expect(problem).toContain("services: blog and notes both serve www.example.org");
    expect(problem).toContain("another domain or pathPrefix");
  });

  test("the same wildcard", () => {
    expect(clashes(service("a", ["*.example.org"]), service("b", ["*.example.org"]))[0]).toContain(
      "a and b both serve *.example.org",
    );
  });

  test("the same domain under the same prefix", () => {
    const [problem] = clashes(service("a", ["x.org"], "/console"), service("b", ["x.org"], "/console"));
    expect(problem).toContain("a and b both serve x.org/console");
  });

  test.each([
    ["/Admin", "/admin"],
    ["/admin/x", "/Admin"],
  ])("prefixes %s and %s, which are one to applications that do not look at letter case", (one, other) => {
    const [problem, ...more] = clashes(service("a", ["x.org"], one), service("b", ["x.org"], other));
    expect(more).toEqual([]);
    expect(problem).toContain(
      "a and b share x.org, and applications that do not look at letter case would take",
    );
    expect(clashes(service("a", ["x.org"], one), service("b", ["y.org"], other))).toEqual([]);
  });

  test("one domain on two routers: the farm could send it to only one", () => {
    const [problem] = clashes(
      service("a", ["x.org"], "/a", "cellar"),
      service("b", ["x.org"], "/b", "attic"),
    );
    expect(problem).toContain("a (cellar) and b (attic) share x.org");
  });

  test("one domain of a router and of a container without one", () => {
    const own = { ...service("own", ["x.org"]), routers: [] };
    expect(clashes(own, service("a", ["x.org"], "/a"))[0]).toContain(
      "own (without a router) and a (router) share x.org",
    );
    expect(clashes(own, { ...own, serviceName: "other" })[0]).toContain("own and other both serve x.org");
  });

  test("one domain on other routers each: those that have one of the services would not have the other", () => {
    const a = service("a", ["x.org"], "/a", "cellar", "attic");
    const [problem, ...more] = clashes(a, service("b", ["x.org"], "/b", "attic"));
    expect(more).toEqual([]);
    expect(problem).toContain(
      "services: a (attic, cellar) and b (attic) share x.org; services under one domain need the same routers",
    );
    expect(clashes(a, service("b", ["x.org"], "/b", "attic", "cellar"))).toEqual([]);
  });

  test("one domain, and only one of two that asks for certificates, or each for another's", () => {
    const a = service("a", ["x.org"], "/a");
    const b = service("b", ["x.org"], "/b");
    expect(clashes({ ...a, clientAuthority: "of staff" }, b)[0]).toContain("only one of them");
    for (const other of ["of the board", pulumi.secret("of staff")])
      expect(clashes({ ...a, clientAuthority: "of staff" }, { ...b, clientAuthority: other })[0]).toContain(
        "a and b share x.org, and each has a clientAuthority of its own",
      );
    const clientAuthority = pulumi.secret("of staff");
    expect(clashes({ ...a, clientAuthority }, { ...b, clientAuthority })).toEqual([]);
  });

  test("a part of a name, where a certificate is asked for under its wildcard alone, or of other people", () => {
    const part = service("part", ["a.x.org"], "/part");
    const all = { ...service("all", ["*.x.org"]), clientAuthority: "of staff" };
    const [problem, ...more] = clashes(part, all);
    expect(more).toEqual([]);
    expect(problem).toContain(
      "part has a part of a.x.org, and all else of it goes to all by a wildcard, whose visitors show a certificate that those of a.x.org are not asked for",
    );
    expect(clashes({ ...part, clientAuthority: "of the board" }, all)[0]).toContain(
      "goes to all by a wildcard",
    );
    const several = { ...service("part", ["a.x.org"], "/part", "router", "attic") };
    expect(clashes(several, all)[0]).toContain("goes to all by a wildcard");
    const pass: Parameters<typeof clashes>[] = [
      [{ ...part, clientAuthority: "of staff" }, all],
      [
        { ...part, clientAuthority: "of staff" },
        { ...all, clientAuthority: undefined },
      ],
      [service("whole", ["a.x.org"]), all],
      [part, service("rest", ["a.x.org"]), all],
      [service("part", ["a.x.org"], "/part", "attic"), all],
    ];
    for (const services of pass) expect(clashes(...services)).toEqual([]);
  });

  test("every pair and every domain of it", () => {
    const all = clashes(blog, service("b", blog.domains), service("c", ["www.example.org"]));
    expect(all).toHaveLength(4);
  });
});

describe("services that keep apart pass", () => {
  test("under one domain with different prefixes, also one inside the other", () => {
    const under = (name: string, prefix?: string) => service(name, ["x.org"], prefix);
    expect(clashes(under("a"), under("b", "/b"), under("c", "/b/c"), under("d", "/bc"))).toEqual([]);
  });

  test("with a wildcard beside an exact name that it would cover, also on another router", () => {
    expect(clashes(service("a", ["*.x.org"]), service("b", ["b.x.org"], undefined, "attic"))).toEqual([]);
  });
});

test("each router gets the domains that it serves alone, sorted and each once", () => {
  expect(
    servedBy("farm", [
      service("d", ["d.org"], undefined, "cellar"),
      service("b", ["b.org", "apps.org"], "/b"),
      service("a", ["*.a.org", "apps.org"], "/a"),
    ]),
  ).toEqual({
    domains: [
      { router: "cellar", domains: ["d.org"] },
      { router: "router", domains: ["*.a.org", "apps.org", "b.org"] },
    ],
    spread: [],
  });
  expect(servedBy("farm", [])).toEqual({ domains: [], spread: [] });
});

test("a service on several routers is kept together, and none of them serves its domains alone", () => {
  const shop = service("shop", ["shop.org"], "/shop", "router", "cellar");
  expect(
    servedBy("farm", [service("d", ["d.org"], undefined, "cellar"), { ...shop, stickySessions: true }]),
  ).toEqual({
    domains: [{ router: "cellar", domains: ["d.org"] }],
    spread: [
      {
        service: "shop",
        routers: ["cellar", "router"],
        domains: ["shop.org"],
        pathPrefix: "/shop",
        sticky: true,
      },
    ],
  });
});
