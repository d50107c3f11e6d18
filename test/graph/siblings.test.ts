import { beforeAll, describe, expect, test } from "vitest";
import { leveled, stackFiles } from "./alike";
import { containersOf, graphOf, labelsOf, named } from "./graph";
import type { Recording, Resource } from "./recording";

let prod: Recording;
let staging: Recording;
beforeAll(async () => {
  [prod, staging] = await Promise.all([graphOf(), graphOf({ stack: "staging" })]);
});

const inProd = () => leveled(prod, stackFiles.prod);
const inStaging = (recording = staging) => leveled(recording, stackFiles.staging);

test("production and staging differ in ports, subnet, bind address and label, and in nothing else", () => {
  expect(inStaging()).toEqual(inProd());
});

describe("the comparison would see", () => {
  /** Staging with one resource changed. */
  const with_ = (name: string, change: (resource: Resource) => void): Recording => {
    const changed = structuredClone(staging);
    change(named(changed, name));
    return changed;
  };
  const set = (name: string, inputs: Record<string, unknown>) =>
    with_(name, (resource) => Object.assign(resource.inputs, inputs));
  const label = (label: string, value: string) => [{ label, value }];

  test.each<[string, () => Recording]>([
    [
      "another number of replicas",
      () => ({ ...staging, resources: staging.resources.filter(({ name }) => name !== "blog-1") }),
    ],
    [
      "a further resource",
      () => ({ ...staging, resources: [...staging.resources, named(staging, "blog-0")] }),
    ],
    ["another image", () => set("blog-0", { image: "nginx:1.30" })],
    ["another limit", () => set("blog-0", { memory: 128 })],
    ["another environment value", () => set("notes-0", { envs: ["WHOAMI_NAME=<environment>", "DEBUG=1"] })],
    ["another label", () => set("blog-0", { labels: label("homeport.environment", "test") })],
    ["another published port", () => set("router-gate-haproxy", { ports: [{ external: 100 }] })],
    ["an option that is set", () => set("blog-0", { privileged: true })],
    [
      "another order of deployment",
      () => with_("blog-0", (one) => Object.assign(one, { deleteBeforeReplace: true })),
    ],
    [
      "statistics on another address",
      () => set("farm-haproxy", { ports: [{ internal: 8404, external: 8505, ip: "0.0.0.0" }] }),
    ],
    [
      "another line of the farm's configuration",
      () =>
        with_("command:local:Command farm-config", ({ inputs }) => {
          inputs.stdin = String(inputs.stdin).replace("maxconn 2048", "maxconn 1000");
        }),
    ],
    ["another output", () => ({ ...staging, outputs: { ...staging.outputs, debug: true } })],
  ])("%s", (_, changed) => {
    expect(inStaging(changed())).not.toEqual(inProd());
  });
});

describe("what is published", () => {
  const published = (recording: Recording) =>
    containersOf(recording)
      .flatMap(({ name, inputs }) =>
        ((inputs.ports ?? []) as { ip: string; external: number; internal: number }[]).map(
          ({ ip, external, internal }) => `${name} ${ip}:${external} -> ${internal}`,
        ),
      )
      .sort();

  test("in production is the farm for everyone; its statistics and the router on a private address", () => {
    expect(published(prod)).toEqual([
      "farm-haproxy 0.0.0.0:7070 -> 80",
      "farm-haproxy 0.0.0.0:7443 -> 443",
      "farm-haproxy 127.0.0.1:8404 -> 8404",
      "router-gate-haproxy 127.0.0.1:88 -> 88",
    ]);
  });

  test("in staging is on loopback alone: nobody reaches it from outside", () => {
    expect(published(staging)).toEqual([
      "farm-haproxy 127.0.0.1:7171 -> 80",
      "farm-haproxy 127.0.0.1:7544 -> 443",
      "farm-haproxy 127.0.0.1:8505 -> 8404",
      "router-gate-haproxy 127.0.0.1:99 -> 88",
    ]);
  });
});

test("the name of a stack decides nothing: under another one, staging's settings give staging's home", async () => {
  const zebra = await graphOf({
    stack: "zebra",
    config: {
      "homeport:portOffsets": { farm: 101, router: 11 },
      // The sibling's own subnet would be refused: its file is beside this stack's.
      "homeport:network": { subnet: "172.30.72.0/24", bindAddress: "127.0.0.1" },
      "homeport:ports": { http: 7080, https: 7453, stats: 8414, router: 98 },
    },
  });
  const ports = { http: 7181, https: 7554, stats: 8515, router: 109 };
  expect(leveled(zebra, { ...stackFiles.staging, stack: "zebra", ports, subnet: "172.30.72" })).toEqual(
    inProd(),
  );
  expect(labelsOf(named(zebra, "blog-0"))["homeport.environment"]).toBe("zebra");
});
