import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { devDependencies, dependencies as ours } from "../../../package.json";
import pack from "../../../policy/package.json";

const folder = resolve(__dirname, "../../../policy");

test("the pack starts from its sources, and tells the port on which it serves", async () => {
  const started = spawn(process.execPath, ["-e", "require(process.cwd())"], { cwd: folder });
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

test("the pack is tested with the versions of what it needs that its users get", () => {
  const tested: Record<string, string> = { ...devDependencies, ...ours };
  for (const [name, version] of Object.entries(pack.dependencies))
    expect(tested[name], name).toBe(version.replace("^", ""));
});
