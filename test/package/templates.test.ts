import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { dependencies, devDependencies, version } from "../../package.json";
import { graphOf, record } from "../graph/graph";
import { merge } from "../sandbox/config";
import { compiler, type Packed, packAndInstall, run } from "./tarball";
import { begin, templateNames, templatesFolder } from "./templates";

const tested: Record<string, string> = { ...devDependencies, ...dependencies, homeport: version };
const read = (...words: string[]) => readFileSync(join(templatesFolder, ...words), "utf8");

const apps = {
  kind: "ssh",
  address: "10.0.0.12",
  hostKey: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBVRNVjM3BZV8mNyQNP9v7spakb39F+NW0PsCaGjD+Bf",
};
/** What each makes of the settings that it is told to have, and of those that its README names. */
const makes: Record<string, { readonly settings?: object; readonly components: readonly string[] }> = {
  application: {
    components: [
      "DockerHost infra",
      "EnvironmentNetwork network",
      "TraefikRouter router",
      "Application blog",
      "HaproxyFarm farm",
      "ApplicationContainer blog-db",
      "ApplicationContainer blog-web",
    ],
  },
  home: {
    components: [
      "DockerHost infra",
      "EnvironmentNetwork network",
      "TraefikRouter router",
      "HaproxyFarm farm",
      "DomainService site",
    ],
  },
  "two-hosts": {
    settings: {
      hosts: { infra: { kind: "local" }, apps },
      network: { bindAddress: "0.0.0.0", privateAddress: "10.0.0.1" },
    },
    components: [
      "DockerHost infra",
      "EnvironmentNetwork network",
      "TraefikRouter router",
      "DockerHost apps",
      "EnvironmentNetwork apps-network",
      "TraefikRouter apps-router",
      "HaproxyFarm farm",
      "DomainService site",
      "DomainService inner",
    ],
  },
};

let packed: Packed;
beforeAll(async () => {
  packed = await packAndInstall();
}, 300_000);
afterAll(() => packed?.remove());

describe.each(templateNames)("the template %s", (name) => {
  test("asks for the versions that it is tested with", () => {
    const { dependencies: own, devDependencies: tools } = JSON.parse(read(name, "package.json"));
    const asked = { ...own, ...tools };
    expect(asked).toEqual(Object.fromEntries(Object.keys(asked).map((one) => [one, tested[one]])));
    const imported = [...read(name, "index.ts").matchAll(/from "([^."][^"]*)"/g)].map(([, one]) => one);
    expect(Object.keys(own)).toEqual(expect.arrayContaining(imported));
  });

  test("agrees with the types of the packed package, where it is a project of its own", async () => {
    const folder = join(packed.project, name);
    begin(join(packed.folder, "templates", name), folder, "attic");
    expect(read(name, "tsconfig.json")).toBe(readFileSync(join(folder, "tsconfig.json"), "utf8"));
    await run(folder, process.execPath, compiler, "-p", ".");
    // npm would not bring that one along.
    expect(existsSync(join(packed.folder, "templates", name, ".gitignore"))).toBe(false);
    expect(readFileSync(join(folder, ".gitignore"), "utf8")).toMatch(/^node_modules\/$/m);
    const written = ["Pulumi.yaml", "package.json", "guard-rails.json"];
    for (const file of written)
      expect(readFileSync(join(folder, file), "utf8")).not.toMatch(/\$\{(PROJECT|DESCRIPTION)\}/);
  }, 120_000);

  test("says what to write for a new stack, and makes what it is for once that is written", async () => {
    const folder = join(packed.project, name);
    const run = {
      file: join(folder, "index.ts"),
      project: folder,
      stack: "prod",
      config: {},
      engine: { elsewhere: {} },
    };
    const [{ text } = { text: "" }] = (await record(run)).errors;
    expect(text).toContain("Write into Pulumi.prod.yaml");
    const [written = ""] = /^config:\n(?: .*\n)+/m.exec(text) ?? [];
    const { settings = {}, components } = makes[name] ?? { components: [] };
    const further = Object.entries(settings).map(([key, value]) => [`attic:${key}`, value]);
    const config = merge({ ...run.config, ...parse(written).config }, Object.fromEntries(further)) as object;
    const { resources, warnings } = await graphOf({ ...run, config: { ...config } });
    const made = resources.filter(({ type }) => type.startsWith("homeport:index:"));
    const told = made.map(({ type, name }) => `${type.split(":").at(-1)} ${name}`);
    expect(told.sort()).toEqual([...components].sort());
    expect(warnings).toEqual([]);
  });
});
