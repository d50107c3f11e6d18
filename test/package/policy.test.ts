import { spawn } from "node:child_process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Packed, packAndInstall } from "./tarball";

describe("the packed guard rails", () => {
  let packed: Packed;
  beforeAll(async () => {
    packed = await packAndInstall("policy");
  });
  afterAll(() => packed?.remove());

  test("are built, with what they read as the components do", () => {
    const built = packed.files.filter((file) => file.startsWith("dist/"));
    const beside = packed.files.filter((file) => !file.startsWith("dist/"));
    expect(beside.sort()).toEqual(["PulumiPolicy.yaml", "README.md", "index.cjs", "package.json"]);
    expect(built).toContain("dist/policy/rules/index.js");
    expect(built.filter((file) => !file.startsWith("dist/policy/")).sort()).toEqual([
      "dist/components/containers/fileSource.js",
      "dist/components/router/door/known.js",
      "dist/components/services/volumeBackup.js",
      "dist/components/shared/image.js",
      "dist/components/shared/npx.js",
      "dist/components/shared/pattern.js",
      "dist/components/shared/publicly.js",
      "dist/components/shared/size.js",
      "dist/components/shared/urn.js",
    ]);
  });

  test("start in another project, and tell the port on which they serve", async () => {
    const started = spawn(process.execPath, ["-e", "require(process.cwd())"], { cwd: packed.folder });
    try {
      const said = await new Promise<string>((done, fail) => {
        started.stdout.once("data", (bytes) => done(String(bytes)));
        started.once("exit", (code) => fail(new Error(`it ended with ${code}`)));
      });
      expect(Number(said)).toBeGreaterThan(1023);
    } finally {
      started.kill();
    }
  });
});
