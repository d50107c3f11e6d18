import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { removeFolder } from "../../../support/removeFolder";
import { expectGolden } from "../../golden";
import { commands, recorded, recording, type Told } from "./recordings";

const bin = resolve(__dirname, "../../../../bin");
const files = ["Pulumi.yaml", "Pulumi.staging.yaml", "Pulumi.prod.yaml", "guard-rails.json"];

describe("homeport promote, with a Pulumi that prints what was recorded", () => {
  let project: string;
  const made: string[] = [];
  beforeEach(() => {
    project = mkdtempSync(join(tmpdir(), "homeport-project-"));
    for (const file of files) cpSync(join(recorded, file), join(project, file));
  });
  afterEach(() => {
    for (const folder of [project, ...made.splice(0)]) removeFolder(folder);
  });

  function run(words: readonly string[] = [], told: Told = {}, start = ["homeport.cjs", "promote"]) {
    const folder = commands(told);
    made.push(folder);
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      [join(bin, start[0] ?? ""), ...start.slice(1), ...words],
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
    rmSync(join(project, "guard-rails.json"));
    const { stdout } = run(stacks);
    expect(stdout).toContain("- homeport:rateLimit.requests: `1000` → `500`");
    expect(stdout).not.toMatch(/portOffsets|network/);
    for (const setting of ["portOffsets: {farm: 101, router: 11}", "subnet: 172.29.171.0/24"])
      expect(read("Pulumi.staging.yaml")).toContain(setting);
    expect(readdirSync(project)).not.toContain("guard-rails.json");
  });

  test("programs are told the same, and of settings that move the names alone", () => {
    const { stdout, status } = run([...stacks, "--show", "--json"]);
    expect(status).toBe(0);
    const { images, change, written } = JSON.parse(stdout);
    expect(images).toContainEqual({ containers: ["wiki-0"], from: expect.anything() });
    expect(change.settings).toContain("homeport:images");
    expect(written).toBeUndefined();
  });

  test("the former names do the same, say what to type now, and end with 1 as they did", () => {
    const one = run([...stacks, "--show"], {}, ["homeport-promote.cjs"]);
    expect(one.stdout).toBe(run([...stacks, "--show"]).stdout);
    expect(one.stderr).toBe("homeport-promote goes with the next version; now it is: npx homeport promote\n");
    const { stdout, status } = run(["--show"], {}, ["former.cjs", "npm run promote"]);
    expect([status, stdout]).toEqual([0, one.stdout]);
    expect(run(["--from", "trial", "--to", "prod"], {}, ["homeport-promote.cjs"]).status).toBe(1);
  });

  test.each([
    ["a failed update has shown nothing", stacks, { history: "failed" }, "the last update of staging failed"],
    ["a stack that is gone runs nothing", stacks, { history: "destroyed" }, "staging runs nothing"],
    ["there is no such stack", ["--from", "trial", "--to", "prod"], {}, "no stack named 'trial' found"],
    [
      "a stack is missing",
      ["--from", "staging"],
      {},
      "--to: it is missing, and has to be a stack; example: --to prod",
    ],
    [
      "an option is none",
      ["--form", "staging", "--to", "prod"],
      {},
      "unknown option '--form'\n(Did you mean --from?)",
    ],
    [
      "guard rails are not there",
      [...stacks, "--guard-rails", "none.json"],
      {},
      "none.json: there is no such file; example: --guard-rails guard-rails.json",
    ],
    ["there is no Pulumi", stacks, { pulumi: false }, "homeport promote: there is no pulumi on PATH"],
  ] as const)("%s: it says so, fails, and changes no file", (_, words, told, said) => {
    const { stdout, stderr, status } = run(words, told);
    expect(stderr).toContain(said);
    expect(stderr).not.toContain("    at ");
    expect({ stdout, status }).toEqual({ stdout: "", status: 2 });
    expect(unchanged()).toBe(true);
  });

  test("outside a project it says where to start it", () => {
    rmSync(join(project, "Pulumi.yaml"));
    expect(run(stacks).stderr).toContain("Pulumi.yaml: not found");
  });
});
