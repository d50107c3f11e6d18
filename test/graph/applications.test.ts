import { beforeAll, describe, expect, test } from "vitest";
import { graphOf, labelsOf, named, ofType } from "./graph";
import { placesIn } from "./places";
import type { Recording, Resource } from "./recording";

let graph: Recording;
beforeAll(async () => {
  graph = await graphOf({ program: "applications" });
});

const container = (name: string) => named(graph, `docker:index/container:Container ${name}`);
const command = (name: string) => named(graph, `command:local:Command ${name}`);
const networksOf = ({ inputs }: Resource) =>
  (inputs.networksAdvanced as { name: string; aliases?: string[] }[]).map(({ name, aliases }) => [
    name,
    aliases,
  ]);
const script = ({ inputs }: Resource) => String(inputs.interpreter);

describe("an application's network", () => {
  test("is its own: companions are in no other, and what answers for a domain is in the environment's, without a name", () => {
    expect(networksOf(container("cloud-db-0"))).toEqual([["cloud-network", ["db", "mariadb"]]]);
    expect(networksOf(container("pad-db-0"))).toEqual([["pad-network", ["db"]]]);
    expect(networksOf(container("cloud-app-0"))).toEqual([
      ["cloud-network", ["app"]],
      ["network-bridge", undefined],
    ]);
    expect(networksOf(container("cloud-migrate"))).toEqual([["cloud-network", undefined]]);
  });

  test("has addresses that the engine gives to nobody, or those that it is told", () => {
    const subnet = (name: string) =>
      (named(graph, `docker:index/network:Network ${name}`).inputs.ipamConfigs as { subnet: string }[])[0]
        ?.subnet;
    expect(subnet("cloud-network")).toMatch(/^172\.16\.\d+\.(0|64|128|192)\/26$/);
    expect(subnet("pad-network")).toBe("10.99.1.0/26");
  });

  test("has the farm's names, by the hairpins", () => {
    for (const at of [1, 2]) {
      expect(script(command(`farm-hairpin-${at}-start`))).toMatch(
        /networks=\S*network-bridge cloud-network pad-network/,
      );
      expect(script(command(`farm-hairpin-${at}-start`))).toContain("leave the networks of applications");
    }
  });
});

test("its containers are started by commands, each behind what it waits for", () => {
  const waits = (name: string) =>
    command(name).dependsOn.filter((one) => one.startsWith("command:") && one.includes("cloud"));
  for (const name of ["cloud-db-0", "cloud-app-0", "cloud-cron-0", "cloud-preview-1", "cloud-migrate"])
    expect(container(name), name).toMatchObject({
      inputs: { start: false, mustRun: false },
      deleteBeforeReplace: false,
    });
  expect(waits("cloud-db-start")).toEqual([]);
  expect(waits("cloud-migrate-done")).toEqual(["command:local:Command cloud-db-start"]);
  expect(waits("cloud-app-route").sort()).toEqual([
    "command:local:Command cloud-db-start",
    "command:local:Command cloud-migrate-done",
  ]);
  expect(waits("cloud-cron-start")).toContain("command:local:Command cloud-migrate-done");
});

test("each command looks first who else writes to any of its places", () => {
  for (const name of ["cloud-db-start", "cloud-app-route", "cloud-preview-route", "cloud-migrate-done"]) {
    expect(script(command(name)), name).toContain("cloud.volumes.db");
    expect(script(command(name)), name).toContain("cloud.volumes.html");
    // It may be written to by others.
    expect(script(command(name)), name).not.toContain("cloud.volumes.scans");
  }
});

test("a preview tells of each container how it is exchanged, for how long, and what it serves", () => {
  const application = named(graph, "homeport:index:Application cloud");
  expect(application.outputs).toMatchObject({
    containers: {
      db: { deploys: "stop-first", gapSeconds: 110 },
      app: { deploys: "stop-first", gapSeconds: 70 },
      cron: { deploys: "stop-first" },
      preview: { deploys: "start-first", gapSeconds: 0 },
    },
    backups: { db: "dump, every night" },
  });
  expect(named(graph, "homeport:index:ApplicationContainer cloud-app").inputs).toMatchObject({
    container: "app",
    deploys: "stop-first",
    domains: ["cloud.example.org"],
    also: [{ name: "console", pathPrefix: "/console" }],
  });
  expect(labelsOf(container("cloud-db-0"))).toMatchObject({
    "homeport.application": "cloud",
    "homeport.component": "cloud/db",
    "homeport.deploys": "stop-first",
  });
  expect(Object.keys(graph.outputs.services as object).sort()).toEqual([
    "blog",
    "cloud-app",
    "cloud-app.console",
    "cloud-preview",
    "pad-web",
  ]);
});

test("a job has the image, the places and the environment of its container, and what is its own", () => {
  expect(container("cloud-migrate").inputs).toMatchObject({
    image: "cloud:1.0",
    command: ["migrate"],
    envs: ["MODE=up"],
    restart: "no",
    volumes: [{ volumeName: "cloud-volume-html", containerPath: "/html" }],
  });
  expect(script(command("cloud-migrate-done"))).not.toContain("cloud-migrate-0");
});

test("a directory of the host is bound, in part where that is said", () => {
  expect(container("cloud-app-0").inputs.mounts).toEqual([
    { type: "bind", source: "/srv/scans/2026", target: "/scans", readOnly: true },
  ]);
});

test("a secret of a companion is known to its container, and to what blots it out of logs", () => {
  const places = placesIn(graph, "secret-of-the-database");
  expect(places.filter(({ hidden }) => !hidden)).toEqual([]);
  expect(new Set(places.map(({ path }) => path.replace(/\.inputs\..*/, "")))).toEqual(
    new Set(["docker:index/container:Container cloud-db-0", "command:local:Command cloud-db-start"]),
  );
});

test("no resource of it has a part of another one's: a database is nobody else's reason to change", () => {
  expect(JSON.stringify(command("cloud-app-route").inputs)).not.toContain("cloud-db-0");
  expect(ofType(graph, "homeport:index:ApplicationContainer")).toHaveLength(6);
});
