import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { expectGolden } from "../../golden";
import { scripts } from "./scripts";

const shellcheck = spawnSync("shellcheck", ["--version"]).status === 0;

describe.each(Object.entries(scripts))("the script %s", (name, script) => {
  test("is the one that a person has read", () => expectGolden(`hostSetup/${name}.sh`, script));

  test("is a script for any POSIX shell", () => {
    expect(spawnSync("sh", ["-n"], { input: script, encoding: "utf8" }).stderr).toBe("");
  });

  test.skipIf(!shellcheck)("has nothing that shellcheck warns of (Debian's package shellcheck)", () => {
    const words = ["--shell=dash", "--severity=warning", "-"];
    expect(spawnSync("shellcheck", words, { input: script, encoding: "utf8" }).stdout).toBe("");
  });

  test("names the host in what it says", () => {
    expect(script).toContain("'host apps: '");
  });
});
