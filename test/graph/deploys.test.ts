import { beforeAll, describe, expect, test } from "vitest";
import { containersOf, everything, graphOf, labelsOf, named } from "./graph";
import type { Recording } from "./recording";

let home: Recording;
let all: Recording;
beforeAll(async () => {
  [home, all] = await Promise.all([graphOf(), everything()]);
});

/** How each container is exchanged: all are made beside those before them, and some are not started at once. */
const orders = (recording: Recording) =>
  Object.fromEntries(
    containersOf(recording).map(({ name, deleteBeforeReplace, inputs: { start, mustRun } }) => {
      if (deleteBeforeReplace !== false) return [name, "deleted first"];
      return [name, start === false && mustRun === false ? "stop-first" : "start-first"];
    }),
  );

test("the home's containers start beside the old ones, but for those that cannot", () => {
  expect(orders(home)).toEqual({
    "blog-0": "start-first",
    "blog-1": "start-first",
    "consoles-0": "start-first",
    // It has a volume of its own, which two containers would spoil.
    "notes-0": "stop-first",
    // A published port can be held only once.
    "farm-hairpin-1-haproxy": "stop-first",
    "farm-hairpin-2-haproxy": "stop-first",
    "farm-haproxy": "stop-first",
    "router-gate-haproxy": "stop-first",
    "router-traefik": "start-first",
  });
});

test("a service is stop-first if any of its volumes is private, and not for a shared one", () => {
  expect(orders(all)).toMatchObject({
    "shop-0": "start-first",
    "shop-1": "start-first",
    "database-0": "stop-first",
    "plain-0": "start-first",
  });
});

test("preview shows which of the two a service is: by its outputs and its containers' labels", () => {
  for (const recording of [home, all]) {
    const services = recording.resources.filter(({ type }) => type === "homeport:index:DomainService");
    expect(services.length).toBeGreaterThanOrEqual(3);
    for (const service of services) {
      const containers = containersOf(recording).filter(
        (one) => labelsOf(one)["homeport.component"] === service.name,
      );
      const [first] = containers;
      const order = orders(recording)[first?.name ?? ""];
      expect(service.outputs).toMatchObject({ deploys: order });
      for (const one of containers) expect(labelsOf(one)["homeport.deploys"]).toBe(order);
      expect(recording.outputs.services).toMatchObject({ [service.name]: { deploys: order } });
    }
  }
});

test("what starts beside its old self holds nothing that there is only once", () => {
  for (const recording of [home, all]) {
    const startFirst = containersOf(recording).filter(({ inputs }) => inputs.start !== false);
    expect(startFirst.length).toBeGreaterThanOrEqual(4);
    for (const { inputs, name } of startFirst) {
      expect(inputs, name).not.toHaveProperty("ports");
      const [network] = inputs.networksAdvanced as { ipv4Address?: string }[];
      expect(network?.ipv4Address, name).toBeUndefined();
    }
  }
});

describe("published ports are those of the farm and of a router's gate", () => {
  test.each([
    ["the home", () => home, ["farm-haproxy", "router-gate-haproxy"]],
    [
      "a program with routers of every sort",
      () => all,
      ["cellar-gate-haproxy", "front-haproxy", "stable-gate-haproxy"],
    ],
  ] as const)("in %s, and no service is reached past them", (_, recording, names) => {
    const publishing = containersOf(recording()).filter(({ inputs }) => inputs.ports !== undefined);
    expect(publishing.map(({ name }) => name).sort()).toEqual(names);
  });
});

describe("outputs", () => {
  test("are addresses, and for each service its domains and a line to paste", () => {
    expect(home.outputs.addresses).toEqual({
      http: "http://127.0.0.1:7070",
      https: "https://127.0.0.1:7443",
      stats: "http://127.0.0.1:8404/stats",
    });
    expect(home.outputs.authority).toContain("certificate-of-farm-authority");
    expect(home.outputs.services).toMatchObject({
      blog: {
        domains: ["blog.example.org", "www.example.org"],
        curl: "curl -i --cacert <(npx pulumi stack output authority --stack prod) --resolve blog.example.org:7443:127.0.0.1 https://blog.example.org:7443/",
      },
    });
  });
});

test("what a service was told reaches its container, or an option would do nothing", () => {
  expect(named(all, "shop-1").inputs).toMatchObject({
    image: "registry.example.org/shop:1.0",
    command: ["serve", "--verbose"],
    user: "1000:1000",
    readOnly: true,
    tmpfs: { "/tmp": "", "/run": "exec,size=64m,mode=0755" },
    memory: 1024,
    memoryReservation: 512,
    stopTimeout: 45,
    stopSignal: "SIGQUIT",
    destroyGraceSeconds: 45,
    hosts: [
      { host: "machine", ip: "host-gateway" },
      { host: "mail.example.org", ip: "10.0.0.5" },
    ],
    cpus: "0.5",
    capabilities: { adds: ["CAP_NET_BIND_SERVICE"], drops: ["ALL"] },
    ulimits: [{ name: "nproc", soft: 50, hard: 50 }],
    healthcheck: { tests: ["CMD", "check", "me"] },
    volumes: [{ volumeName: "shop-volume-uploads", containerPath: "/uploads" }],
  });
  expect(named(all, "database-0").inputs.hostname).toBe("database");
  expect(named(all, "worker-0").inputs.volumes).toEqual([
    { volumeName: "shop-volume-uploads", containerPath: "/incoming", readOnly: true },
  ]);
  expect(JSON.stringify(named(all, "shop-route").inputs.interpreter)).toContain("grace=45");
  const { stdin } = named(all, "shop-route").inputs;
  for (const part of [
    "poll 90 probe",
    "nc -w 3",
    "sleep 9",
    "name: homeport_shop",
    "- /shop\n",
    "url: http://shop-0:3000",
    "url: http://shop-1:3000",
    "HostRegexp",
  ])
    expect(stdin).toContain(part);
});

test("what a service was not told is not said of its container: it would be replaced for it", () => {
  const { inputs } = named(all, "plain-0");
  for (const input of ["stopTimeout", "stopSignal", "hostname", "hosts", "tmpfs", "memoryReservation"])
    expect(inputs, input).not.toHaveProperty(input);
  expect(inputs.destroyGraceSeconds).toBe(10);
  expect(named(all, "database-0").inputs.volumes).toEqual([
    { volumeName: "database-volume-data", containerPath: "/var/lib/postgresql" },
    { volumeName: "database-volume-backup", containerPath: "/backup" },
  ]);
});

test("a service has the capabilities that common entry points need, unless it says others", () => {
  const capabilities = ["CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "NET_BIND_SERVICE"];
  const more = ["SETGID", "SETPCAP", "SETUID", "SYS_CHROOT"];
  expect(named(all, "plain-0").inputs.capabilities).toEqual({
    drops: ["ALL"],
    adds: [...capabilities, ...more].map((name) => `CAP_${name}`),
  });
});

test("a volume of another service is none of this one's: it makes none, and is start-first", () => {
  const made = all.resources.filter(({ name }) => name.startsWith("worker-")).map(({ name }) => name);
  expect(made.sort()).toEqual(["worker-0", "worker-route"]);
  expect(orders(all)).toMatchObject({ "worker-0": "start-first" });
});

test("what a farm and a router were told reaches them", () => {
  const farm = String(named(all, "command:local:Command front-config").inputs.stdin);
  for (const part of ["maxconn 100\n", "timeout server 30s", "backend router_cellar", "backend router_chest"])
    expect(farm).toContain(part);
  expect(named(all, "front-haproxy").inputs).toMatchObject({ memory: 64 });
  expect(named(all, "cellar-traefik").inputs).toMatchObject({
    memory: 128,
    command: expect.arrayContaining(["--log.level=WARN"]),
  });
  expect(named(all, "cellar-gate-haproxy").inputs).toMatchObject({
    image: "registry.example.org/haproxy:3.2",
    ports: [
      { internal: 88, external: 88, ip: "127.0.0.1" },
      { internal: 8085, external: 8088, ip: "127.0.0.1" },
    ],
  });
});

test("an option that is undefined is one that is left out: its default stays", () => {
  const farm = String(named(all, "command:local:Command front-config").inputs.stdin);
  expect(farm).toContain("timeout client 60s");
  expect(named(all, "chest-traefik").inputs).toMatchObject({ memory: 512 });
  expect(named(all, "plain-0").inputs).toMatchObject({ memory: 256, cpus: "1.0" });
  expect(named(all, "front-haproxy").inputs.ulimits).toContainEqual({ name: "nproc", soft: 256, hard: 256 });
  expect(named(all, "plain-route").inputs.stdin).toContain("poll 60 probe");
  expect(JSON.stringify(all.resources)).not.toContain("undefined");
});
