import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { treeOf } from "../../../commands/homeport";
import { commands } from "../../../commands/table";
import { hearing, tellOf } from "./told";

const names = treeOf("1.2.3", { ...hearing().surroundings, end: () => {} }).commands.map((one) => one.name());

describe("homeport", () => {
  test("--help lists every command below its group", async () => {
    const { code, out, err } = await tellOf(["--help"]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    for (const name of [...names, ...Object.keys(commands)]) expect(out).toContain(name);
  });

  test("without a word it shows the same, as an error", async () => {
    const { code, out, err } = await tellOf([]);
    expect({ code, out, err }).toEqual({ code: 2, out: "", err: (await tellOf(["--help"])).out });
  });

  test("--version tells that of the package", async () => {
    expect(await tellOf(["--version"])).toEqual({ code: 0, out: "1.2.3\n", err: "" });
  });

  test.each(names)("%s --help tells its options, an example and how it ends", async (name) => {
    const { code, out, err } = await tellOf([name, "--help"]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(
      new RegExp(`^Usage: homeport ${name} .*Options:.*Examples:.*Ends with:\n {2}0 `, "s"),
    );
    expect((await tellOf(["help", name])).out).toBe(out);
  });

  test.each([
    [["smok"], "homeport: unknown command 'smok'\n(Did you mean smoke?)\n"],
    [["smoke", "--excpet", "blog"], "homeport smoke: unknown option '--excpet'\n(Did you mean --except?)\n"],
    [["hots-key"], "homeport: unknown command 'hots-key'\n(Did you mean host-key?)\n"],
    [["host-key", "--jsno", "::1"], "homeport host-key: unknown option '--jsno'\n(Did you mean --json?)\n"],
  ])("%j: the nearest word is named", async (words, said) => {
    const { code, out, err } = await tellOf(words);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err.startsWith(said)).toBe(true);
    expect(err).toMatch(/\nnpx homeport( [a-z-]+)? --help says what there is\n$/);
  });
});

describe("an environment that is named without --stack", () => {
  test.each([
    [["status", "staging"], "npx homeport status --stack staging"],
    [["status", "--json", "staging"], "npx homeport status --json --stack staging"],
    [["logs", "blog", "staging", "--follow"], "npx homeport logs blog --stack staging --follow"],
    [["smoke", "staging"], "npx homeport smoke --stack staging"],
    [["leftovers", "staging"], "npx homeport leftovers --stack staging"],
    [["backup", "wiki", "staging"], "npx homeport backup wiki --stack staging"],
  ])("%j: what is meant is said", async (words, meant) => {
    const { code, err } = await tellOf(words);
    expect(code).toBe(2);
    expect(err).toContain(`\n(Did you mean ${meant}?)\n`);
  });

  test("is no hint where a command is for no environment", async () => {
    const { err } = await tellOf(["template", "staging"]);
    expect(err).toMatch(/too many arguments/);
    expect(err).not.toContain("Did you mean");
  });
});

describe("outside a project", () => {
  const commandsOfHome = [
    ["status"],
    ["leftovers", "--stack", "prod"],
    ["review", "7", "--like", "prod", "--stacks", "-"],
  ];
  test.each(commandsOfHome)("%s says where one is, and both ways out", async (...words) => {
    const folder = mkdtempSync(join(tmpdir(), "homeport-nowhere-"));
    const { code, err } = await tellOf(words, { folder, input: () => "[]" });
    expect(code).toBe(2);
    expect(err).toContain(
      `there is no project in ${folder}: it has no Pulumi.yaml\n  Where you have a home, go into`,
    );
    expect(err).toMatch(
      /\n {4}npx pulumi new \S*templates\/home --generate-only --yes --force --name home\n/,
    );
  });

  test("below one, it says where it is", async () => {
    const above = mkdtempSync(join(tmpdir(), "homeport-above-"));
    writeFileSync(join(above, "Pulumi.yaml"), "name: attic\n");
    mkdirSync(join(above, "apps"));
    const { err } = await tellOf(["status"], { folder: join(above, "apps") });
    expect(err).toContain(`  It is in a folder above: cd ${above}\n`);
  });

  test("what only Pulumi knows is told in the same words", async () => {
    const path = mkdtempSync(join(tmpdir(), "homeport-bin-"));
    const says = "error: no Pulumi.yaml project file found (searching upwards from /)";
    writeFileSync(join(path, "pulumi"), `#!/bin/sh\necho '${says}' >&2; exit 255\n`, { mode: 0o755 });
    for (const words of [
      ["logs", "blog"],
      ["smoke", "--stack", "prod"],
      ["wake", "prod"],
    ]) {
      const { code, err } = await tellOf(words, { variables: { PATH: `${path}:${process.env.PATH}` } });
      expect(code).toBe(2);
      expect(err).toContain("there is no project in ");
    }
  });
});

describe("completion", () => {
  const bin = resolve(__dirname, "../../../bin/homeport.cjs");
  const complete = (...words: string[]) =>
    execFileSync(process.execPath, [bin, "complete", "--", ...words], { encoding: "utf8" })
      .split("\n")
      .map((line) => line.split("\t")[0]);

  test("knows every command, its options and the values that one may have", () => {
    expect(complete("")).toEqual(expect.arrayContaining(names));
    expect(complete("leftovers", "--en")).toContain("--environment");
    expect(complete("preview", "--post", "")).toEqual(
      expect.arrayContaining(["gitlab", "github", "forgejo"]),
    );
  });

  test.each(["bash", "zsh", "fish", "powershell"])("has a script for %s", (shell) => {
    const script = execFileSync(process.execPath, [bin, "complete", shell], { encoding: "utf8" });
    expect(script).toContain("homeport complete");
  });
});

test("no command loads what runs it, or a library of ours, before it is asked for", () => {
  const script = `require(${JSON.stringify(resolve(__dirname, "../../../bin/load.cjs"))});
    console.log(JSON.stringify(Object.keys(require.cache)))`;
  const loaded: string[] = JSON.parse(execFileSync(process.execPath, ["-e", script], { encoding: "utf8" }));
  expect(loaded.filter((file) => /\/commands\/\w+\/command\.ts$/.test(file)).length).toBeGreaterThan(6);
  expect(loaded.filter((file) => /\/run\.ts$|\/(zod|yaml|ipaddr\.js|p-retry)\//.test(file))).toEqual([]);
});
