import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const root = resolve(__dirname, "../../..");
const checker = require.resolve("gitlab-ci-local");
/** It is built for Node.js 22, and this is all that Node.js 20 lacks of it. */
const union = "Set.prototype.union ??= function (other) { return new Set([...this, ...other]); };";

/** The project's own pipeline, which includes the template, in the eyes of GitLab's own schema. */
describe("GitLab's schema of a pipeline", () => {
  const folder = mkdtempSync(join(tmpdir(), "homeport-schema-"));
  const file = join(folder, "ci/gitlab.yml");
  const template = readFileSync(join(root, "ci/gitlab.yml"), "utf8");
  beforeAll(() => {
    for (const name of [".gitlab-ci.yml", "ci"])
      cpSync(join(root, name), join(folder, name), { recursive: true });
    // What is included has to be a file of a repository.
    for (const words of [
      ["init", "--quiet"],
      ["add", "--all"],
    ])
      spawnSync("git", words, { cwd: folder });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function check(text: string): { code: number | null; told: string } {
    writeFileSync(file, text);
    const preload = `data:text/javascript,${encodeURIComponent(union)}`;
    const words = ["--import", preload, checker, "--list"];
    const env = { PATH: process.env.PATH, HOME: folder };
    const { status, stdout, stderr } = spawnSync(process.execPath, words, {
      cwd: folder,
      env,
      encoding: "utf8",
    });
    return { code: status, told: stdout + stderr };
  }

  test("is kept to", () => {
    const { code, told } = check(template);
    expect(told).toContain("json schema validated");
    expect(code, told).toBe(0);
  });

  test.each([
    ["interruptible: true", "interruptible: soon", "'interruptible' property type must be boolean"],
    ["allow_failure:", "alow_failure:", "'alow_failure' property is not expected to be here"],
    ["when: always", "when: allways", "'when' property must be one of"],
    ["needs: [homeport:staging]", "needs: [homeport:trial]", "needs: [homeport:trial]"],
  ])("would not be by one with %s as %s", (right, wrong, said) => {
    expect(template).toContain(right);
    const { code, told } = check(template.replace(right, wrong));
    expect(told).toContain(said);
    expect(code).toBe(1);
  });
});
