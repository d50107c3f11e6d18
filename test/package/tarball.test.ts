import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { publint } from "publint";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bin, version } from "../../package.json";
import { compiler, type Packed, packAndInstall, run } from "./tarball";

/** What a user's project would hold; its last lines compile only where the types are known. */
const consumer = `
import { DockerHost, DomainService, type DomainServiceArgs, EnvironmentNetwork, HaproxyFarm, TraefikRouter } from "homeport";

const host = new DockerHost("infra", { kind: "local" });
const network = new EnvironmentNetwork("network", { host, subnet: "172.30.70.0/24" });
const router = new TraefikRouter("router", { network });
const args: DomainServiceArgs = { router, domains: ["blog.example.org"], image: "nginx:1.29.3-alpine", port: 80 };
const services = [new DomainService("blog", args)];
const ports = { http: 7070, https: 7443, stats: 8404 };
export const { addresses } = new HaproxyFarm("farm", { network, services, ports, bindAddress: "127.0.0.1" });

// @ts-expect-error A memory size has a unit.
new DomainService("blog", { ...args, limits: { memory: "256" } });
// @ts-expect-error There is no such setting.
new DomainService("blog", { ...args, replicaz: 2 });
`;

const compilerOptions = {
  strict: true,
  noEmit: true,
  module: "nodenext",
  target: "es2023",
  types: ["node"],
  skipLibCheck: true,
};

describe("the packed package", () => {
  let packed: Packed;
  beforeAll(async () => {
    packed = await packAndInstall();
  });
  afterAll(() => packed?.remove());

  test("has the components and commands, built and as sources, and nothing of the tests", () => {
    const beside = packed.files.filter(
      (file) => !/^(bin|ci|commands|components|dist|templates)\//.test(file),
    );
    expect(beside.sort()).toEqual(["CHANGELOG.md", "LICENSE", "README.md", "package.json"]);

    const sources = packed.files.filter((file) => /^(commands|components)\//.test(file));
    expect(sources).toContain("components/index.ts");
    expect(sources.filter((file) => /test|golden|fixture/.test(file))).toEqual([]);
    const built = sources.flatMap((source) =>
      [".js", ".js.map", ".d.ts"].map((ending) => `dist/${source.replace(/\.[jt]s$/, ending)}`),
    );
    expect(packed.files.filter((file) => file.startsWith("dist/")).sort()).toEqual(built.sort());
  });

  test("is small: text alone, of which a bundled library, an image or a recording would be many times as much", () => {
    expect(packed.size.packed).toBeLessThan(2_300_000);
    expect(packed.size.unpacked).toBeLessThan(8_500_000);
  });

  test("can be debugged: every map leads to a source that is packed too", () => {
    const maps = packed.files.filter((file) => file.endsWith(".js.map"));
    const sources = maps.flatMap((file) => {
      const { sources: named } = JSON.parse(readFileSync(join(packed.folder, file), "utf8")) as {
        sources: string[];
      };
      return named.map((source) => join(dirname(file), source));
    });
    expect(sources.length).toBeGreaterThanOrEqual(maps.length);
    expect(sources.filter((source) => !packed.files.includes(source))).toEqual([]);
  });

  test("tells where it was built, and names no registry and no plugin", () => {
    const manifest = JSON.parse(readFileSync(join(packed.folder, "package.json"), "utf8"));
    expect(manifest.publishConfig).toEqual({ access: "public", provenance: true });
    // The command line would look for a plugin of this name.
    expect(manifest.pulumi).toBeUndefined();
    expect(manifest.sideEffects).toBe(false);
  });

  test("has every part of the program that a keeper's container is given", async () => {
    const built = join(packed.folder, "dist/components/front/certificates/keeper/program.js");
    const script = `new (require("node:vm").Script)(require(${JSON.stringify(built)}).keeperProgram())`;
    expect(await run(packed.project, process.execPath, "-p", `${script} && "whole"`)).toBe("whole\n");
  });

  test.each(Object.keys(bin))("npx %s runs what was built, in another project", async (name) => {
    const help = await run(packed.project, "npx", "--no-install", name, "--help");
    expect(help).toContain(`Usage: ${name.replace("-", " ")} `);
  });

  test("tells its version, and completes words", async () => {
    expect(await run(packed.project, "npx", "--no-install", "homeport", "--version")).toBe(`${version}\n`);
    const script = await run(packed.project, "npx", "--no-install", "homeport", "complete", "bash");
    expect(script).toContain("complete -F");
  });

  test("runs every command from what was built", async () => {
    const printed = await run(packed.project, "npx", "--no-install", "homeport", "template", "--print");
    expect(printed).toContain("mmdebstrap");
  });

  test("has pipeline templates", () => {
    expect(packed.files.filter((file) => file.startsWith("ci/")).sort()).toEqual([
      "ci/forgejo.yml",
      "ci/github.yml",
      "ci/gitlab.yml",
    ]);
  });

  test("publint finds nothing that would break at a user's", async () => {
    const { messages } = await publint({ pkgDir: packed.folder, pack: false, strict: true });
    expect(messages).toEqual([]);
  });

  test.each(["index.cts", "index.mts"])(
    "compiles with its types in a project's %s",
    async (file) => {
      writeFileSync(join(packed.project, file), consumer);
      writeFileSync(join(packed.project, `${file}.json`), JSON.stringify({ compilerOptions, files: [file] }));
      await run(packed.project, process.execPath, compiler, "-p", `${file}.json`);
    },
    120_000,
  );

  test.each([
    ["require", ["-e", 'const { DomainService } = require("homeport"); console.log(DomainService.name)']],
    [
      "import",
      [
        "--input-type=module",
        "-e",
        'import { DomainService } from "homeport"; console.log(DomainService.name)',
      ],
    ],
  ])(
    "loads with %s",
    async (_, words) => {
      expect(await run(packed.project, process.execPath, ...words)).toBe("DomainService\n");
    },
    60_000,
  );
});
