import { describe, expect, test } from "vitest";
import { forComponents } from "../../../components/settings/forComponents";
import { parseSettings } from "../../../components/settings/parse";
import { problems, usable } from "./problems";

const inNetwork = (more: Record<string, unknown>) => ({ network: { ...usable.network, ...more } });

describe("a setting that is not usable is told with its path, what was found, what is expected, an example", () => {
  test.each([
    [{ ports: { http: 70700 } }, "ports.http: 70700 is not a port (1–65535); example: 7070"],
    [{ ports: { stats: 0 } }, "ports.stats: 0 is not a port (1–65535); example: 8404"],
    [{ ports: { router: -88 } }, "ports.router: -88 is not a port (1–65535); example: 88"],
    [{ ports: { http: 70.5 } }, "ports.http: 70.5 is not a port (1–65535); example: 7070"],
    [
      { ports: { http: "7070" } },
      'ports.http: "7070" is not a port (1–65535) but a text: write it without quotes; example: 7070',
    ],
    [{ ports: { http: null } }, "ports.http: it is empty, and has to be a port (1–65535); example: 7070"],
    [{ portOffsets: { farm: 1.5 } }, "portOffsets.farm: 1.5 is not a whole number; example: 101"],
    [
      { portOffsets: { router: "11" } },
      'portOffsets.router: "11" is not a whole number but a text: write it without quotes; example: 101',
    ],
    [
      { network: {} },
      "network.subnet: it is missing, and has to be an IPv4 network; example: 172.30.70.0/24",
    ],
    [
      inNetwork({ bindAddress: "localhost" }),
      'network.bindAddress: "localhost" is not an address of IPv4 or IPv6; example: 127.0.0.1',
    ],
    [
      inNetwork({ bindAddress: "127.0.0.256" }),
      'network.bindAddress: "127.0.0.256" is not an address of IPv4 or IPv6; example: 127.0.0.1',
    ],
    [
      inNetwork({ privateAddress: 1 }),
      "network.privateAddress: 1 is not an address of IPv4 or IPv6; example: 127.0.0.1",
    ],
    [
      inNetwork({ privateAddress: "0.0.0.0" }),
      'network.privateAddress: "0.0.0.0" is not a private address but every address there is; example: 127.0.0.1',
    ],
    [
      { images: { haproxy: "HAProxy 3" } },
      'images.haproxy: "HAProxy 3" is not an image reference; example: haproxy:3.2.21-alpine',
    ],
    [{ images: { echo: 3 } }, "images.echo: 3 is not an image reference; example: traefik/whoami:v1.11.0"],
  ])("%j", (values, problem) => {
    expect(problems(values)).toEqual([`${problem}\n  in Pulumi.staging.yaml`]);
  });

  test.each(["lan", "172.30.71.0", "172.30.71.1/24", "172.30.71.0/28", "172.0.0.0/15", "fd00::/64"])(
    "%j, which is no subnet",
    (subnet) => {
      expect(problems({ network: { subnet } })).toEqual([
        `network.subnet: "${subnet}" is not an IPv4 network from /16 to /27 without host bits; example: 172.30.70.0/24\n  in Pulumi.staging.yaml`,
      ]);
    },
  );

  test.each([
    ["network", "172.30.71.0/24", '"172.30.71.0/24"'],
    ["ports", 7070, "7070"],
    ["portOffsets", [101, 11], "[101,11]"],
    ["images", "haproxy:3.2", '"haproxy:3.2"'],
  ])("%s: %j, which has to be an object", (path, value, found) => {
    const [problem, ...more] = problems({ [path]: value });
    expect(more).toEqual([]);
    expect(problem).toMatch(
      new RegExp(`^${path}: .+ is not .+; example: .+\n {2}in Pulumi\\.staging\\.yaml$`),
    );
    expect(problem).toContain(`: ${found} is not`);
  });

  test("all of them at once: nobody has to try as often as there are mistakes", () => {
    const all = problems({
      ports: { http: 0, stats: "x" },
      portOffsets: { farm: 1.5 },
      network: { subnet: "x" },
    });
    expect(all.map((problem) => problem.split(":")[0])).toEqual([
      "ports.http",
      "ports.stats",
      "portOffsets.farm",
      "network.subnet",
    ]);
  });
});

describe("an unknown setting is refused and the nearest known name told, or a slip would be silently ignored", () => {
  test.each([
    ["prots", { prots: {} }, "ports"],
    ["portOffset", { portOffset: { farm: 101 } }, "portOffsets"],
    ["netwrok", { netwrok: {} }, "network"],
    ["image", { image: {} }, "images"],
    ["ports.htpp", { ports: { htpp: 1 } }, "ports.http"],
    ["portOffsets.routers", { portOffsets: { routers: 11 } }, "portOffsets.router"],
    ["network.bindAdress", inNetwork({ bindAdress: "127.0.0.1" }), "network.bindAddress"],
    [
      "certificates.chalenge",
      { certificates: { source: "acme", challenge: { kind: "http-01" }, chalenge: {} } },
      "certificates.challenge",
    ],
    [
      "certificates.challenge.providers",
      { certificates: { source: "acme", challenge: { kind: "dns-01", provider: "x", providers: [] } } },
      "certificates.challenge.provider",
    ],
    ["rateLimit.request", { rateLimit: { requests: 1, seconds: 1, request: 2 } }, "rateLimit.requests"],
    ["images.haprox", { images: { haprox: "haproxy:3.2" } }, "images.haproxy"],
  ])("%s", (path, values, nearest) => {
    const [problem] = problems(values);
    expect(problem).toBe(
      `${path}: there is no such setting; the nearest is ${nearest}\n  in Pulumi.staging.yaml`,
    );
  });

  test("each of several", () => {
    expect(problems({ prots: {}, imags: {} })).toHaveLength(2);
  });
});

test("nothing but the subnet has to be set", () => {
  const settings = forComponents(parseSettings({ stack: "new", values: usable }), String);
  expect(settings).toEqual({
    hosts: {
      infra: {
        host: { kind: "local" },
        subnet: "172.30.71.0/24",
        keepVolumes: true,
        routerPort: { address: "127.0.0.1", port: 88 },
      },
    },
    farm: {
      ports: { http: 7070, https: 7443, stats: 8404 },
      publicPorts: {},
      bindAddress: "127.0.0.1",
      statsAddress: "127.0.0.1",
      certificates: { source: "authority", lifetimeDays: 365, renewDays: 90 },
      keeperImage: "node:22.21.1-alpine3.22",
      legoImage: "goacme/lego:v4.31.0",
      hstsDays: 0,
      rateLimit: { requests: 1000, seconds: 10 },
      hardStopSeconds: 120,
      perAddress: {},
    },
    portOffsets: { farm: 0, router: 0 },
    images: {
      haproxy: "haproxy:3.2.21-alpine",
      traefik: "traefik:v3.6.7",
      keeper: "node:22.21.1-alpine3.22",
      lego: "goacme/lego:v4.31.0",
      site: "nginxinc/nginx-unprivileged:1.29.3-alpine",
      echo: "traefik/whoami:v1.11.0",
      prometheus: "prom/prometheus:v2.53.3",
      alertmanager: "prom/alertmanager:v0.28.1",
      probes: "prom/blackbox-exporter:v0.26.0",
      agent: "prom/node-exporter:v1.9.0",
    },
  });
});
