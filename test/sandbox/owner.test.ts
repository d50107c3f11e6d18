import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, it } from "vitest";
import { isKept, owner } from "./owner";

it("a sandbox whose process runs is kept", () => {
  expect(isKept(owner())).toBe(true);
});

it("a sandbox whose process has ended is not kept, however it ended", async () => {
  const child = spawn("sleep", ["60"]);
  const label = owner(child.pid);
  expect(isKept(label)).toBe(true);
  child.kill("SIGKILL");
  await once(child, "close");
  expect(isKept(label)).toBe(false);
});

it("a process number that was given out again does not keep the old sandbox", () => {
  expect(isKept(`${owner()}1`)).toBe(false);
});

it("a sandbox of another machine on the same engine is left alone", () => {
  expect(isKept(`elsewhere/${process.pid}/1`)).toBe(true);
});
