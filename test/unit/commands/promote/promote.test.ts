import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { expectGolden } from "../../golden";
import { commands, recorded, recording, type Told } from "./recordings";

const program = resolve(__dirname, "../../../../commands/promote/main.ts");
const files = ["Pulumi.yaml", "Pulumi.staging.yaml", "Pulumi.prod.yaml", "guard-rails.json"];

describe("npm run promote, with a Pulumi that prints what was recorded", () => {
  let project: string;
  const made: string[] = [];
  beforeEach(() => {
    project = mkdtempSync(join(tmpdir(), "homeport-project-"));
    for (const file of files) cpSync(join(recorded, file), join(project, file));
  });
  afterEach(() => {
    for (const folder of [project, ...made.splice(0)]) rmSync(folder, { recursive: true, force: true });
  });

  function run(words: readonly string[] = [], told: Told = {}) {
    const folder = commands(told);
    made.push(folder);
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      ["--import", pathToFileURL(require.resolve("tsx")).href, program, ...words],
      { cwd: project, env: { PATH: `${folder}:/usr/bin:/bin` }, encoding: "utf8" },
    );
    return { stdout, stderr, status };
  }
  const stacks = ["--from", "staging", "--to", "prod"];
  const read = (file: string) => readFileSync(join(project, file), "utf8");
  const unchanged = () => files.every((file) => read(file) === recording(file));

  test("it shows what staging runs and production does not, and writes the change", () => {
    const { stdout, stderr, status } = run(stacks);
    expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
    expectGolden("promotion/staging-to-prod.md", stdout);
    for (const file of ["Pulumi.yaml", "Pulumi.staging.yaml", "guard-rails.json"])
      expectGolden(`promotion/${file}`, read(file));
    expect(read("Pulumi.prod.yaml")).toBe(recording("Pulumi.prod.yaml"));
    expect(readdirSync(project).sort()).toEqual([...files].sort());
  });

  test("a second time it finds the files changed, and changes nothing more", () => {
    run(stacks);
    const after = files.map(read);
    const { stdout } = run(stacks);
    expect(stdout).not.toContain("## Written");
    expect(files.map(read)).toEqual(after);
  });

  test("--show changes no file", () => {
    const { stdout } = run([...stacks, "--show"]);
    expect(stdout).toContain("wiki-0: new");
    expect(stdout).not.toContain("## Written");
    expect(unchanged()).toBe(true);
  });

  test("an engine that does not answer leaves the tag, and that is said", () => {
    const { stdout, status } = run(stacks, { engine: false });
    expect(status).toBe(0);
    expect(stdout).toContain("registry.example.org/echo:2: no digest is known");
    expect(read("Pulumi.yaml")).toContain("echo: registry.example.org/echo:2 }");
  });

  test("without a configuration of policies no image is kept, and what is bound to a machine stays all the same", () => {
    const { stdout } = run([...stacks, "--guard-rails", "none.json"]);
    expect(stdout).toContain("- homeport:rateLimit.requests: `1000` → `500`");
    expect(stdout).not.toMatch(/portOffsets|network/);
    for (const setting of ["portOffsets: {farm: 101, router: 11}", "subnet: 172.29.171.0/24"])
      expect(read("Pulumi.staging.yaml")).toContain(setting);
    expect(read("guard-rails.json")).toBe(recording("guard-rails.json"));
  });

  test.each([
    ["a failed update has shown nothing", stacks, { history: "failed" }, "the last update of staging failed"],
    ["a stack that is gone runs nothing", stacks, { history: "destroyed" }, "staging runs nothing"],
    ["there is no such stack", ["--from", "trial", "--to", "prod"], {}, "no stack named 'trial' found"],
    ["a stack is missing", ["--from", "staging"], {}, "--from and --to: both are needed"],
    ["an option is none", [...stacks, "--form"], {}, "Unknown option '--form'"],
    ["there is no Pulumi", stacks, { pulumi: false }, "homeport-promote: there is no pulumi on PATH"],
  ] as const)("%s: it says so, fails, and changes no file", (_, words, told, said) => {
    const { stdout, stderr, status } = run(words, told);
    expect(stderr).toContain(said);
    expect(stderr).not.toContain("    at ");
    expect({ stdout, status }).toEqual({ stdout: "", status: 1 });
    expect(unchanged()).toBe(true);
  });

  test("outside a project it says where to start it", () => {
    rmSync(join(project, "Pulumi.yaml"));
    expect(run(stacks).stderr).toContain("Pulumi.yaml: not found");
  });
});
