import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { type Route, renderRoute } from "../../../components/services/route";
import { revisionPath } from "../../../components/services/taken";
import { routes } from "../cases";
import { expectGolden } from "../golden";

test.each(Object.entries(routes))(
  "the route file %s reads to the letter as Traefik was shown it",
  (name, route) => {
    expectGolden(`route/${name}.yml`, renderRoute(route).text);
  },
);

interface RouteText {
  http: Record<"routers" | "services" | "middlewares", Record<string, { priority?: number; rule?: string }>>;
}
const read = (route: Route): RouteText => parse(renderRoute(route).text);

test("the order in which domains are named changes nothing, or it would be written and taken anew", () => {
  const route = routes["exact-and-wildcard"];
  const several = {
    ...route,
    domains: [...route.domains, "b.example.org", "*.a.example.org", "a.example.org"],
  };
  expect(renderRoute({ ...several, domains: several.domains.toReversed() })).toEqual(renderRoute(several));
});

describe("the revision", () => {
  const { text, revision } = renderRoute(routes.exact);

  test("is asked for under a path that the file itself serves, and nowhere else", () => {
    expect(text).toContain(`Path(\`${revisionPath("blog", revision)}\`)`);
    const { routers } = read(routes.exact).http;
    expect(routers.blog_revision).toMatchObject({ entryPoints: ["revision"] });
    expect(routers.blog).toMatchObject({ entryPoints: ["web"] });
  });

  test.each<[string, Partial<Route>]>([
    ["server", { servers: ["prod-blog-0-ffffff0:8080"] }],
    ["domain", { domains: ["other.example.org"] }],
    ["prefix", { pathPrefix: "/x" }],
    ["health check", { probe: { kind: "http", path: "/other" } }],
    ["cookie", { sticky: true }],
    ["time that a connection is kept", { keepAliveSeconds: 4 }],
    ["clients that are let in", { allow: ["192.168.1.0/24"] }],
    ["users", { users: { anna: "one" } }],
  ])("changes with the %s, or an old file would pass for the new one", (_, change) => {
    expect(renderRoute({ ...routes.exact, ...change }).revision).not.toBe(revision);
  });
});

describe("access", () => {
  const applied = (route: Route) => read(route).http.routers[route.service];

  test("is asked for in order: by address, then by password, and only then is the prefix stripped", () => {
    expect(applied(routes["allowed-guarded-stripped"])).toMatchObject({
      middlewares: ["office_allow", "office_users", "office_admitted", "office_retry", "office_strip"],
    });
  });

  test("is the same for every domain: a wildcard is no way around it", () => {
    const { routers } = read({
      ...routes.guarded,
      domains: ["a.org", "*.a.org"],
      allow: ["10.0.0.0/8"],
    }).http;
    expect(routers.guarded_wildcard).toMatchObject({
      middlewares: ["guarded_allow", "guarded_users", "guarded_admitted", "guarded_retry"],
    });
  });

  test("has its users in a file of their own: Traefik's dashboard shows all that the route file holds", () => {
    const { text, users } = renderRoute(routes.guarded);
    expect(users.map(({ file }) => file)).toEqual(["/etc/traefik/routes/guarded.users"]);
    expect(users[0]?.text).toMatch(/^anna:\$2b\$04\$.{53}\nben:\$2y\$04\$.{53}\n$/);
    expect(text).not.toMatch(/anna|\$2/);
    expect(renderRoute(routes.exact).users).toEqual([]);
  });

  test("changes its revision with a hash, or the router would go on with the old password", () => {
    const revision = (hash: string) => renderRoute({ ...routes.guarded, users: { anna: hash } }).revision;
    expect(revision("one")).not.toBe(revision("other"));
  });

  test("does not depend on the order in which networks and users are named", () => {
    const { allow, users, ...rest } = routes["allowed-guarded-stripped"];
    const several = ["10.0.0.0/8", ...allow];
    const turned = Object.fromEntries(Object.entries(users).toReversed());
    expect(renderRoute({ ...rest, allow: several.toReversed(), users: turned })).toEqual(
      renderRoute({ ...rest, allow: several, users }),
    );
  });
});

/** The network's containers are not told, its farm and its machine are, and whoever comes over a wire. */
const outside = "ClientIP(`172.30.71.254`) || ClientIP(`172.30.71.1`) || !ClientIP(`172.30.71.0/24`)";

describe("readiness, of which farms ask", () => {
  const ready = (route: Route) => {
    const { routers, middlewares } = read(route).http;
    const { middlewares: applied = [], ...router } = routers[`${route.service}_ready`] as {
      entryPoints: string[];
      middlewares?: string[];
    };
    return { router, applied: applied.map((name) => middlewares[name]) };
  };

  test("is asked down to a container, by a name that it knows and at the path that it is ready by", () => {
    const { router, applied } = ready(routes["exact-and-wildcard"]);
    expect(router).toEqual({
      entryPoints: ["ping"],
      rule: `Host(\`fair_ready\`) && (${outside})`,
      service: "fair",
    });
    expect(applied.at(-1)).toMatchObject({ headers: { customRequestHeaders: { Host: "fair.example.org" } } });
    expect(applied).toContainEqual({ replacePath: { path: "/health" } });
    expect(ready(routes.wildcard).applied.at(-1)).toMatchObject({
      headers: { customRequestHeaders: { Host: "probe.shops.example.org" } },
    });
  });

  test("is asked past the service's own passwords and networks: the farm has none of them", () => {
    const { applied } = ready(routes["allowed-guarded-stripped"]);
    expect(JSON.stringify(applied)).not.toMatch(/basicAuth|192\.168|stripPrefix/);
    expect(applied).toContainEqual({ retry: expect.anything() });
  });

  test("is asked at the port that serves by farms of other hosts alone: strangers would get past its passwords", () => {
    expect(ready(routes.guarded).router.entryPoints).toEqual(["ping"]);
    expect(ready(routes.wired).router.entryPoints).toEqual(["ping", "web"]);
  });

  test("of an open port is that the router has the route: it can ask for nothing else", () => {
    expect(ready(routes.tcp)).toEqual({
      router: {
        entryPoints: ["ping"],
        rule: `Host(\`wiki_ready\`) && (${outside})`,
        service: "ping@internal",
      },
      applied: [],
    });
  });

  test("sends the headers of the health check, but for the visitor's address, which the router tells by itself", () => {
    for (const route of [routes.exact, routes["prefix-stripped"], routes["asked-otherwise"]]) {
      const { headers, hostname } = checkOf(route);
      const { "X-Forwarded-For": _, "X-Real-IP": __, ...others } = headers;
      expect(ready(route).applied.at(-1)).toEqual({
        headers: { customRequestHeaders: { Host: hostname, ...others, "X-Replaced-Path": "" } },
      });
    }
  });

  test("is yes or no where one status alone is good: a farm takes each one from 200 to 399 for a yes", () => {
    const rewrites = (status: number) => {
      const probe = { kind: "http", path: "/", status } as const;
      return ready({ ...routes.exact, probe }).applied[1];
    };
    const rule = { status: ["200-999"], service: "ping@internal", query: "/ping" };
    expect(rewrites(401)).toEqual({
      errors: { ...rule, statusRewrites: { "200-400": 503, "401": 200, "402-999": 503 } },
    });
    expect(rewrites(200)).toEqual({ errors: { ...rule, statusRewrites: { "200": 200, "201-999": 503 } } });
    expect(JSON.stringify(ready(routes.exact).applied)).not.toContain("errors");
  });

  test("has no question mark in its path, which would be sent as a part of it", () => {
    const { applied } = ready({ ...routes.exact, probe: { kind: "http", path: "/health?deep=1" } });
    expect(applied).toContainEqual({ replacePath: { path: "/health" } });
  });
});

const checkOf = (route: Route) =>
  (read(route).http.services as Record<string, { loadBalancer: { healthCheck?: Check } }>)[route.service]
    ?.loadBalancer.healthCheck as Check;
interface Check {
  readonly hostname: string;
  readonly headers: Readonly<Record<string, string>>;
}

describe("the health check", () => {
  test("asks as a visitor who came through the farm by https, and follows no redirection", () => {
    expect(checkOf(routes.exact)).toEqual({
      path: "/health",
      hostname: "blog.example.org",
      headers: {
        "Accept-Encoding": "identity",
        "User-Agent": "homeport",
        "X-Forwarded-For": "172.30.71.254",
        "X-Forwarded-Host": "blog.example.org",
        "X-Forwarded-Port": "443",
        "X-Forwarded-Proto": "https",
        "X-Real-IP": "172.30.71.254",
      },
      followRedirects: false,
      interval: "5s",
      timeout: "3s",
    });
  });

  test("tells of a prefix that is stripped, as the router does, and of none that the application sees itself", () => {
    expect(checkOf(routes["prefix-stripped"]).headers).toMatchObject({ "X-Forwarded-Prefix": "/console" });
    expect(checkOf(routes.prefix).headers).not.toHaveProperty("X-Forwarded-Prefix");
  });

  test("asks for the name, port, path and status that are chosen", () => {
    expect(checkOf(routes["asked-otherwise"])).toMatchObject({
      path: "/login?next=%2F",
      hostname: "one.tenants.example.org:7544",
      headers: { "X-Forwarded-Host": "one.tenants.example.org:7544", "X-Forwarded-Port": "7544" },
      status: 401,
    });
    expect(checkOf(routes.exact)).not.toHaveProperty("status");
  });

  test("is none for an open port", () => expect(checkOf(routes.tcp)).toBeUndefined());
});

describe("priorities", () => {
  const priority = (route: Route, router = route.service) => read(route).http.routers[router]?.priority ?? 0;
  const wildcardUnder = (pathPrefix: `/${string}`) =>
    priority({ ...routes.wildcard, pathPrefix }, "shops-wildcard");

  test("an exact name goes before any wildcard, however long the wildcard's prefix", () => {
    expect(priority(routes.exact)).toBeGreaterThan(wildcardUnder(`/${"a".repeat(900)}`));
  });

  test("a longer prefix goes before a shorter one, and any prefix before none", () => {
    const under = (pathPrefix: `/${string}`) => priority({ ...routes.exact, pathPrefix });
    expect(under("/a/b")).toBeGreaterThan(under("/a"));
    expect(under("/a")).toBeGreaterThan(priority(routes.exact));
  });
});

test("a prefix covers the path itself and all below it, but not its longer namesakes", () => {
  const { rule } = read(routes.prefix).http.routers.portal ?? {};
  expect(rule).toBe("Host(`apps.example.org`) && (Path(`/portal`) || PathPrefix(`/portal/`))");
});

test("several domains keep their brackets before a prefix, or the first would be served at every path", () => {
  const route = { ...routes["several-domains"], pathPrefix: "/portal" };
  expect(read(route).http.routers.journal?.rule).toBe(
    "(Host(`a.example.org`) || Host(`b.example.org`)) && (Path(`/portal`) || PathPrefix(`/portal/`))",
  );
});

test("no two services ever share a name in Traefik, which drops both where they differ", () => {
  const namesOf = (service: string) =>
    Object.values(
      read({
        ...routes["allowed-guarded-stripped"],
        domains: routes["exact-and-wildcard"].domains,
        service,
      }).http,
    )
      .flatMap((kind) => Object.keys(kind))
      .filter((name, at, all) => all.indexOf(name) === at);
  const own = namesOf("blog");
  // Each is a name that a service may have, if it has the form of one.
  const others = own.filter((name) => name !== "blog" && /^[a-z][a-z0-9-]{0,39}$/.test(name));
  for (const other of ["blog-wildcard", "blog-revision", ...others]) {
    const shared = namesOf(other).filter((name) => own.includes(name));
    expect(shared, `the services blog and ${other}`).toEqual([]);
  }
});
