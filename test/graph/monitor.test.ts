import { beforeAll, describe, expect, test } from "vitest";
import { containersOf, graphOf, labelsOf, named } from "./graph";
import { judged } from "./judged";
import { placesIn } from "./places";
import type { Recording, Resource } from "./recording";

const secrets = {
  mail: "secret-of-the-mail",
  ntfy: "https://ntfy.example.org/secret-topic",
  ntfyToken: "secret-of-the-topic",
  telegram: "secret-of-the-bot",
  webhook: "https://hooks.example.org/secret-of-the-hook",
  deadMan: "https://dead.example.org/secret-of-the-switch",
  encryption: "secret-of-the-repository",
};
const keys = Object.entries(secrets).map(([name, value]) => [`secrets:${name}`, value] as const);

let recording: Recording;
let parts: Resource[];
beforeAll(async () => {
  recording = await graphOf({
    program: "monitor",
    config: Object.fromEntries(keys),
    secretKeys: keys.map(([name]) => name),
  });
  parts = containersOf(recording).filter((one) =>
    labelsOf(one)["homeport.component"]?.startsWith("monitor-"),
  );
});

const told = (part: string): string =>
  JSON.stringify(named(recording, `command:local:Command monitor-${part}-told`).inputs.stdin);

test("four programs and an agent for each further host, of which none has a port, a capability, or more of the host than what the agent reads", () => {
  expect(parts.map(({ name }) => name).sort()).toEqual(
    ["agent", "agent-cellar", "alertmanager", "probes", "prometheus"].map((one) => `monitor-${one}`),
  );
  for (const { name, inputs } of parts) {
    expect(inputs, name).toMatchObject({
      capabilities: { drops: ["ALL"] },
      securityOpts: ["no-new-privileges:true"],
      readOnly: true,
      mustRun: false,
    });
    expect(inputs.ports, name).toBeUndefined();
    const binds = ((inputs.mounts ?? []) as { source: string; readOnly: boolean }[]).map(
      ({ source, readOnly }) => `${source} ${readOnly}`,
    );
    const isAgent = name.startsWith("monitor-agent");
    expect(binds, name).toEqual(isAgent ? ["/sys/fs/cgroup true"] : []);
    // Root could write below what it mounts.
    expect(inputs.user === "65534:65534", name).toBe(isAgent);
  }
});

test("Prometheus alone is let in by the farm, by the one address that nobody else gets", () => {
  const { networksAdvanced } = named(recording, "monitor-prometheus").inputs;
  const [{ ipv4Address }] = networksAdvanced as [{ ipv4Address: string }];
  const farm = String(named(recording, "command:local:Command front-config").inputs.stdin);
  expect(farm).toContain(`acl monitor src ${ipv4Address}\n`);
  expect(parts.filter(({ inputs }) => JSON.stringify(inputs).includes(ipv4Address))).toHaveLength(1);
});

test("what is watched follows from farm and services: pages, containers, routers, backups", () => {
  const prometheus = told("prometheus");
  for (const one of [
    "page: wiki.example.org/",
    "page: pad.example.org/",
    "job_name: backups",
    "router: router",
  ])
    expect(prometheus).toContain(one);
  expect(prometheus).toContain("- router-traefik");
  for (const one of [
    /served wiki wiki-0/,
    /served wiki wiki-1/,
    /served pad-app pad-app-0/,
    /beside backups backups-restic/,
    /proxy front front-haproxy/,
    /proxy router router-traefik/,
  ])
    expect(told("agent")).toMatch(one);
  expect(told("agent")).not.toContain("shop");
});

test("what only serves an application is under maintenance with what visitors get to", () => {
  expect(told("agent")).toMatch(/beside pad-cache pad-cache-0/);
  expect(told("prometheus")).toMatch(
    /label_replace\(min\(last_over_time\(homeport_maintenance\{service=~\S*pad-app\S*\}\[30m\]\)\) == 1, \S*service\S*, \S*pad-cache\S*,/,
  );
  expect(told("prometheus")).not.toMatch(/label_replace\([^)]*wiki/);
});

test("another host is asked by the wire of its router, and its agent answers in its network alone", () => {
  expect(told("prometheus")).toContain("__metrics_path__: /hosts/cellar-router/agent");
  expect(told("prometheus")).toContain("- 10.0.0.2:88");
  const farm = String(named(recording, "command:local:Command front-config").inputs.stdin);
  expect(farm).toContain("backend figures_cellar-router\n");
  const [{ name, aliases }] = named(recording, "monitor-agent-cellar").inputs.networksAdvanced as [
    { name: string; aliases: string[] },
  ];
  expect(name).toContain("cellar-lan");
  expect(aliases).toEqual(["homeport-agent"]);
  const ready = String(named(recording, "command:local:Command cellar-router-ready").inputs.stdin);
  expect(ready).toContain(`http://${aliases[0]}:9100`);
  expect(told("agent-cellar")).toMatch(/served shop shop-0/);
  expect(told("agent-cellar")).toMatch(/proxy cellar-router-gate/);
  expect(told("agent-cellar")).not.toContain("wiki");
});

test("the guard rails find nothing in it but images without a digest", () => {
  const said = judged(recording, "prod").filter((line) => line.includes("monitor"));
  expect(said.filter((line) => !line.startsWith("image-digest"))).toEqual([]);
});

test("says who is told, and not how", () => {
  expect(named(recording, "homeport:index:Monitor monitor").outputs).toEqual({
    host: "attic",
    environment: "prod",
    tells: ["mail", "ntfy", "telegram", "webhook"],
    deadMan: true,
  });
});

describe.each(Object.entries(secrets).filter(([name]) => name !== "encryption"))("%s", (_, secret) => {
  test("is on the input of one command, as a secret, and nowhere else", () => {
    expect(placesIn(recording, secret)).toEqual([
      { path: "command:local:Command monitor-alertmanager-told.inputs.stdin", hidden: true },
    ]);
  });
});
