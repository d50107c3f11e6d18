import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { servedBy } from "../../../components/front/farm/domains";
import { tlsTransport, usualProbe } from "../../../components/services/protocol";
import { renderRoute } from "../../../components/services/route";
import { servedRoutes } from "../../../components/services/routes";
import { transportOf } from "../../../components/services/transport";
import { publications, routes } from "../cases";
import { madeUp } from "../madeUp";
import { refusalsOf } from "../refusals";
import { refusals } from "./refusals";

const { route, also } = publications["several-ports"];

describe("a service with several ports", () => {
  test("has all of its ways in one file: the router takes them at once", () => {
    const { http } = parse(renderRoute(route, also).text);
    expect(Object.keys(http.services)).toEqual(["store", "store.console", "store.feed"]);
    expect(Object.keys(http.routers).filter((name) => name.includes("revision"))).toEqual(["store_revision"]);
    expect(http.serversTransports).toEqual({
      store: {
        disableHTTP2: true,
        serverName: "probe.panel.example.org",
        insecureSkipVerify: true,
        maxIdleConnsPerHost: 200,
        forwardingTimeouts: { idleConnTimeout: "1s" },
      },
    });
    expect(http.services["store.console"].loadBalancer).not.toHaveProperty("serversTransport");
  });

  test("changes its revision with each of them", () => {
    const revision = (change: object) =>
      renderRoute(
        route,
        also.map((one) => ({ ...one, ...change })),
      ).revision;
    expect(
      new Set(
        [{}, { domains: ["x.example.org"] }, { servers: ["x:1"] }, { users: { eve: "x" } }].map(revision),
      ).size,
    ).toBe(4);
  });

  test("shows the farm each of them as a service; the name that is there twice is refused", () => {
    const routers = madeUp("TraefikRouter", { routerName: "router" }) as never;
    const first = { port: 9000, domains: ["s3.example.org"] };
    const way = (domains: string[]) =>
      servedRoutes("store", { ...first, also: [{ name: "console", port: 9001, domains, protocol: "h2c" }] }, [
        routers,
      ]);
    expect(servedBy("farm", way(["console.example.org"])).domains).toEqual([
      { router: "router", domains: ["s3.example.org"] },
      { router: "router", domains: ["console.example.org"], h2: true },
    ]);
    expect(refusalsOf("farm", () => servedBy("farm", way(["s3.example.org"])))[0]).toContain(
      "store and store.console both serve s3.example.org",
    );
  });
});

test("a name goes by HTTP/2 where any of its services needs it, and where a wildcard of the router does", () => {
  const service = (serviceName: string, domains: string[], protocol?: "h2c", pathPrefix?: string) => ({
    ...{ serviceName, domains, pathPrefix, protocol, stickySessions: false },
    routers: [{ routerName: "router" }],
  });
  const served = servedBy("farm", [
    service("web", ["app.example.org", "plain.example.net"]),
    service("rpc", ["app.example.org"], "h2c", "/pkg.Api"),
    service("all", ["*.example.com"], "h2c"),
    service("one", ["one.example.com"], undefined, "/x"),
  ]);
  expect(served.domains).toEqual([
    { router: "router", domains: ["plain.example.net"] },
    { router: "router", domains: ["*.example.com", "app.example.org", "one.example.com"], h2: true },
  ]);
});

test("what is asked where nothing is said of it", () => {
  expect(usualProbe()).toEqual({ kind: "http", path: "/" });
  expect(usualProbe("h2c")).toEqual({ kind: "grpc" });
  expect(tlsTransport({ ...route, protocol: "h2c" })).toBeUndefined();
});

test("connections to HTTPS are kept as others are, and none is where none is to be", () => {
  const https = { domains: ["a.example.org"], protocol: "https", probe: { kind: "http" } } as const;
  const seconds = (idleConnTimeout: string) => ({
    maxIdleConnsPerHost: 200,
    forwardingTimeouts: { idleConnTimeout },
  });
  expect(transportOf(https)).toMatchObject(seconds("1s"));
  expect(transportOf({ ...https, keepAliveSeconds: 30 })).toMatchObject(seconds("30s"));
  // By HTTP/2, many requests would share one connection.
  expect(transportOf({ ...https, keepAliveSeconds: 0 })).toEqual({
    maxIdleConnsPerHost: -1,
    disableHTTP2: true,
    serverName: "a.example.org",
    insecureSkipVerify: true,
  });
});

test("each way refuses what can be read in two ways, and lets past its users, by itself", () => {
  const guarded = { ...routes["hooked-strictly"], service: "store.console" };
  const { http } = parse(renderRoute(route, [guarded]).text);
  expect(Object.keys(http.routers).filter((name) => /_(refused|open|preflight)$/.test(name))).toEqual(
    ["open", "refused", "wildcard_open", "wildcard_refused"].map((role) => `store.console_${role}`),
  );
  expect(http.routers["store.console_open"].middlewares).not.toContain("store.console_users");
  expect(http.middlewares["store.console_users"].basicAuth.usersFile).toMatch(/\/store\.console\.users$/);
});

describe("refused", () => {
  test.each([
    [{ protocol: "grpc" }, 'protocol: "grpc" is not "http", "h2c" or "https"; example: h2c'],
    [
      { authority: "x" },
      'authority: there is no TLS between router and containers where the protocol is "http"',
    ],
    [{ protocol: "h2c", serverName: "x" }, "serverName: there is no TLS between router and containers"],
    [{ protocol: "https", serverName: "*.example.org" }, "serverName:"],
    [{ protocol: "h2c", keepAliveSeconds: 5 }, 'keepAliveSeconds: 5: by "h2c", one connection is kept'],
    [
      { also: [{ name: "a", domains: ["a.org"], port: 1, usersExcept: ["/hook"] }] },
      'also.0.usersExcept: ["/hook"]: there are no users',
    ],
    [
      {
        also: [
          { name: "a", domains: ["a.org"], port: 1, readiness: { kind: "http", path: "/", host: "b.org" } },
        ],
      },
      'also.0.readiness.host: "b.org" is none of the names that are served',
    ],
    [{ readiness: { kind: "grpc" } }, 'readiness.kind: "grpc" is asked in plain HTTP/2'],
    [{ also: [{ name: "a", domains: ["a.org"], port: 0 }] }, "also.0.port: 0 is not a port"],
    [{ also: [{ name: "A", domains: ["a.org"], port: 1 }] }, "also.0.name:"],
    [
      { also: [{ name: "a", domains: ["a.org"], port: 1, stripPrefix: true }] },
      "also.0.stripPrefix: true: there is no pathPrefix",
    ],
    [
      { also: [1, 2].map((port) => ({ name: "a", domains: [`${port}.org`], port })) },
      'also: two are called "a"',
    ],
  ])("%j", (change, told) => {
    const all = refusals(change as never);
    expect(all).toHaveLength(1);
    expect(all[0]).toContain(told);
  });
});
