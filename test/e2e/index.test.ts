import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { answered } from "../sandbox/curl";
import { containers, docker } from "../support/containers";
import { e2e } from "./floor";
import type { Home } from "./home";
import { everything } from "./life/unchanged";
import { type StackName, Workspace } from "./workspace";

interface Outputs {
  readonly addresses: { readonly http: string; readonly https: string; readonly stats: string };
  readonly authority: string;
  readonly services: Readonly<Record<string, { readonly domains: string[]; readonly curl: string }>>;
}

/** The project's own program, as `pulumi up` runs it from a clone. */
e2e("index.ts", () => {
  let workspace: Workspace;
  let homes: Record<StackName, Home>;
  let files: Map<string, string>;
  const both = <T>(work: (home: Home, name: StackName) => Promise<T>) =>
    Promise.all([work(homes.prod, "prod"), work(homes.staging, "staging")]);

  beforeAll(async () => {
    workspace = await Workspace.open("home", { checkTypes: true });
    homes = { prod: await workspace.stack("prod"), staging: await workspace.stack("staging") };
    // With all that there is in it.
    for (const home of Object.values(homes))
      home.configure({ "homeport:monitor": { domains: ["watch.example.org"] } });
    files = hashes(workspace.project);
  });
  afterAll(() => workspace?.close());

  test("both stacks come up at the same time, each from its own file", async () => {
    const runs = await both((home) => home.up());
    for (const { changes } of runs) expect(changes).toEqual({ create: expect.any(Number) });
    expect(runs[0].changes).toEqual(runs[1].changes);
  });

  test("every address that is told answers, and each curl line does what it says", async () => {
    const [prod, staging] = (await both((home) => home.outputs())) as unknown as [Outputs, Outputs];
    for (const name of ["http", "https", "stats"] as const)
      expect(portOf(staging.addresses[name])).toBe(portOf(prod.addresses[name]) + 101);
    for (const { addresses, services, authority } of [prod, staging]) {
      expect(await answered(addresses.stats)).toBe(200);
      expect(Object.keys(services).length).toBeGreaterThanOrEqual(4);
      for (const { curl } of Object.values(services))
        expect(await answered(curl, { ca: authority }), curl).toBe(200);
    }
  });

  test("a second update changes nothing, and nothing has drifted", async () => {
    for (const { changes } of await both((home) => home.up())) expect(Object.keys(changes)).toEqual(["same"]);
    await both((home) => home.undrifted());
    await both((home) => home.unchanged());
  });

  test("a promotion has nothing to bring from the one to the other, which differ only where they may", async () => {
    expect(await homes.staging.promotion("prod")).toBe("prod runs what staging runs.\n");
  });

  test("a removed environment leaves no container, network or volume but its data, and the other one alone", async () => {
    const made = await holdings(homes.staging);
    expect(made.length).toBeGreaterThan(10);
    const others = await everything(homes.prod.labels);
    await homes.staging.destroy();
    const kept = await everything(homes.staging.labels);
    expect(kept).toEqual([expect.stringMatching(/^staging-notes-volume-data-/)]);
    expect(await left(made)).toEqual(kept);
    expect(await everything(homes.prod.labels)).toEqual(others);
  });

  test("its data go when they are named", async () => {
    const [volume = ""] = await everything(homes.staging.labels);
    expect((await homes.staging.leftovers("--remove", volume, "--yes")).code).toBe(0);
    expect(await everything(homes.staging.labels)).toEqual([]);
  });

  test("the last one leaves nothing but its data either, and no file has come or changed beside the program", async () => {
    const made = await holdings(homes.prod);
    await homes.prod.destroy();
    const kept = await everything(homes.prod.labels);
    expect(kept).toEqual([expect.stringMatching(/^prod-notes-volume-data-/)]);
    expect(await left(made)).toEqual(kept);
    expect(hashes(workspace.project)).toEqual(files);
  });
});

const portOf = (address: string): number => Number(new URL(address).port);

/** What a removal has to take along: also volumes and networks that nobody gave a label. */
async function holdings({ labels }: Home): Promise<string[]> {
  const found = await containers(labels);
  const volumes = found.flatMap(({ Mounts }) => Mounts.flatMap(({ Name }) => Name ?? []));
  const networks = found.flatMap(({ NetworkSettings }) =>
    Object.values(NetworkSettings.Networks).map(({ NetworkID }) => NetworkID),
  );
  return [...new Set([...found.map(({ Id }) => Id), ...networks, ...volumes])];
}

async function left(names: readonly string[]): Promise<string[]> {
  const [containers, networks, { Volumes: volumes }] = await Promise.all([
    docker.listContainers({ all: true }),
    docker.listNetworks(),
    docker.listVolumes(),
  ]);
  const there = new Set([...containers, ...networks].map(({ Id }) => Id));
  for (const { Name } of volumes ?? []) there.add(Name);
  return names.filter((name) => there.has(name));
}

/** Every file of the project with what is in it. */
function hashes(folder: string): Map<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  return new Map(names.map((name) => [name, createHash("sha256").update(readFileSync(name)).digest("hex")]));
}
