import * as pulumi from "@pulumi/pulumi";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { HaproxyFarmArgs } from "../../../../components/front/farm/args";
import { checkFarm } from "../../../../components/front/farm/check";
import { madeUp } from "../../madeUp";
import { refusalsOf } from "../../refusals";

const usable = {
  network: madeUp("EnvironmentNetwork", { addresses: {} }),
  services: [],
  ports: { http: 7070, https: 7443, stats: 8404 },
  bindAddress: "127.0.0.1",
};

/** A container of the program's own. */
const own = {
  name: "shop",
  domains: ["shop.example.org"],
  container: madeUp("docker:index/container:Container"),
  port: 8080,
};

afterEach(() => void vi.restoreAllMocks());

function refusals(args: Record<string, unknown>, farm = "farm"): string[] {
  return refusalsOf(farm, () => checkFarm(farm, { ...usable, ...args } as unknown as HaproxyFarmArgs));
}

describe("a farm that could not start, or would be open to all, is refused before any resource exists", () => {
  test.each<[Record<string, unknown>, string]>([
    [
      { ports: { http: 0, https: 7443, stats: 8404 } },
      "ports.http: 0 is not a port (1–65535); example: 7070",
    ],
    [
      { ports: { http: 7070, https: 7443, stats: 70_000 } },
      "ports.stats: 70000 is not a port (1–65535); example: 8404",
    ],
    [
      { ports: { http: 80, https: 443, stats: 80 } },
      "ports: http and stats are the same port; give each its own",
    ],
    [
      { ports: { http: 80, https: 80, stats: 8404 } },
      "ports: http and https are the same port; give each its own",
    ],
    [{ publicPorts: { https: 0 } }, "publicPorts.https: 0 is not a port (1–65535); example: 443"],
    [
      { rateLimit: { requests: 0, seconds: 10 } },
      "rateLimit.requests: 0 is not a whole number of requests (1–1000000); example: 1000",
    ],
    [
      { services: [{ ...own, name: "Shop" }] },
      'services.0.name: "Shop" is not a name of 1–40 lower-case letters, digits and hyphens, a letter first; example: blog',
    ],
    [
      { services: [{ ...own, domains: [] }] },
      "services.0.domains: name at least one domain; example: blog.example.org",
    ],
    [{ services: [{ ...own, port: 0 }] }, "services.0.port: 0 is not a port (1–65535); example: 8080"],
    [
      { services: [{ ...own, healthPath: "/health\nserver evil 10.0.0.1" }] },
      'services.0.healthPath: "/health\\nserver evil 10.0.0.1" is not a path as a browser would send it: it begins with one "/", has no "." or ".." for a part, and encodes all but letters, digits and -._~!$&()*+,;=:@/?; example: /health',
    ],
    [
      { services: [{ ...own, readiness: { kind: "tcp" }, healthPath: "/" }] },
      "services.0.healthPath: it is the short form of readiness, which is given too; leave it out",
    ],
    [
      { services: [{ ...own, readiness: { kind: "http", path: "/", host: "blog.example.org" } }] },
      'services.0.readiness.host: "blog.example.org" is none of the names that are served; name one of them: shop.example.org',
    ],
    [
      { behind: { addresses: [], by: "proxy-protocol" } },
      "behind.addresses: nobody would be believed; name at least one address, or leave behind out",
    ],
    [
      { behind: { addresses: ["10.0.0.7", "::/0"], by: "proxy-protocol" } },
      "behind.addresses.1: ::/0 is everyone, and everyone could say who they are; name what stands in front; example: 10.0.0.7",
    ],
    [
      { behind: { addresses: ["10.0.0.7"], by: "forwarded" } },
      'behind.by: "forwarded" is not a way to tell visitors (proxy-protocol, x-forwarded-for); example: proxy-protocol',
    ],
    [{ services: [own, own] }, 'services: two are called "shop"; give each its own name'],
    [
      { hardStopSeconds: 0 },
      "hardStopSeconds: 0 is not a whole number of seconds from 1 to 86400, a day; example: 3600",
    ],
    [{ http3: "yes" }, 'http3: "yes" is not true or false; example: true'],
    [
      { http3: true, behind: { addresses: ["10.0.0.7"], by: "proxy-protocol" } },
      "http3: visitors come by what stands in front (behind), which speaks with the farm by TCP alone; have HTTP/3 there, and leave http3 out",
    ],
    [{ hstsDays: -1 }, "hstsDays: -1 is not a whole number of days (0–730); example: 365"],
    [
      { certificates: { source: "authority", lifetimeDays: 400 } },
      "certificates.lifetimeDays: 400 is not a whole number of days (1–398); example: 365",
    ],
    [
      { certificates: { source: "authority", lifetimeDays: 60 } },
      "certificates.renewDays: a certificate would be renewed with every update; choose less than lifetimeDays",
    ],
    [
      { certificates: { source: "files", directory: "letsencrypt" } },
      'certificates.directory: "letsencrypt" is not an absolute path on the farm\'s host; example: /etc/letsencrypt',
    ],
    [
      { certificates: { source: "apache" } },
      'certificates.source: "apache" is not a source of certificates (authority, files, acme, farm); example: { source: authority }',
    ],
    [
      { bindAddress: "localhost" },
      'bindAddress: "localhost" is not an address of IPv4 or IPv6; example: 127.0.0.1',
    ],
    [
      { statsAddress: "0.0.0.0" },
      'statsAddress: "0.0.0.0" is not a private address but every address there is; example: 127.0.0.1',
    ],
    [{ image: "HAProxy 3" }, 'image: "HAProxy 3" is not an image reference; example: haproxy:3.2.21-alpine'],
    [{ accessLog: true }, 'accessLog: true is not "all" or "failures"; example: failures'],
    [{ timeouts: { server: 0 } }, "timeouts.server: 0 is not at least 1 second; example: 30"],
    [{ timeouts: { connect: 1.5 } }, "timeouts.connect: 1.5 is not a number of whole seconds; example: 30"],
    [
      { timeouts: { tunnel: 100_000 } },
      "timeouts.tunnel: 100000 is not at most 86400 seconds, a day; example: 30",
    ],
    [
      { maxConnections: 5 },
      "maxConnections: 5 is not a whole number of connections (10–100000); example: 2000",
    ],
    [{ limits: { memory: "1G" } }, 'limits.memory: "1G" is not an amount in MiB or GiB; example: 256MiB'],
  ])("%j", (args, problem) => {
    expect(refusals(args)).toEqual([problem]);
  });

  test("an unknown timeout, which would silently stay at its default", () => {
    const [problem = "", ...more] = refusals({ timeouts: { sever: 5 } });
    expect(more).toEqual([]);
    expect(problem).toContain("sever");
  });

  test("a service of a router on another network that lets no farm in", () => {
    const network = madeUp("EnvironmentNetwork", { addresses: {} });
    const elsewhere = madeUp("EnvironmentNetwork", { addresses: {} });
    const served = (router: Record<string, unknown>) => {
      const routers = [
        { routerName: "own", network },
        { routerName: "attic", ...router },
      ];
      return refusals({ network, services: [madeUp("DomainService", { routes: [{ routers }] })] });
    };
    expect(served({ network: elsewhere })).toEqual([
      'services: the router attic is on another network and lets no farm in; publish it for this one; example: publish: { address: "10.0.0.2", port: 88, farms: ["10.0.0.1"] }',
    ]);
    expect(served({ network: elsewhere, wire: {} })).toEqual([]);
    expect(served({ network })).toEqual([]);
  });

  test("a name that HAProxy's configuration could not hold", () => {
    expect(refusals({}, "my farm")[0]).toMatch(/^name: "my farm" is not a name of 1–40 lower-case letters/);
  });
});

test("every address may serve visitors, and all that may be left out may be", () => {
  expect(refusals({})).toEqual([]);
  expect(refusals({ bindAddress: "0.0.0.0", statsAddress: "192.168.1.2", maxConnections: 100 })).toEqual([]);
});

test("an image that names no version is warned of", () => {
  const warn = vi.spyOn(pulumi.log, "warn").mockResolvedValue();
  expect(refusals({ image: "haproxy:latest" })).toEqual([]);
  expect(warn.mock.calls[0]?.[0]).toContain('farm.image: "haproxy:latest" names no version');
});

test("a farm that would ask more servers than it may open files for is refused, and one with two hosts a service is not", () => {
  const { network } = usable;
  const on = (hosts: number) => {
    const routers = Array.from({ length: hosts }, (_, at) => ({ routerName: `router-${at}`, network }));
    return Array.from({ length: 300 }, (_, at) =>
      madeUp("DomainService", {
        routes: [{ serviceName: `service-${at}`, domains: [`s${at}.example.org`], routers }],
      }),
    );
  };
  expect(refusals({ services: on(2) })).toEqual([]);
  expect(refusals({ services: on(20) })).toEqual([
    "services: the farm would have 6040 servers to ask whether they are there, and has files for 4000; have services on fewer hosts, two or three are enough; example: router: [attic, cellar]",
  ]);
});
