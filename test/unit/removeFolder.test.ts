import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { removeFolder } from "../support/removeFolder";

test("a folder goes although a program writes to it until it is gone", async () => {
  const folder = mkdtempSync(join(tmpdir(), "homeport-written-"));
  const writer = spawn("sh", ["-c", "n=0; while [ $n -lt 20000 ]; do n=$((n + 1)); : > $n || exit 0; done"], {
    cwd: folder,
    stdio: "ignore",
  });
  await vi.waitFor(() => expect(existsSync(join(folder, "500"))).toBe(true), 30_000);
  const over = once(writer, "exit");
  removeFolder(folder);
  expect(existsSync(folder)).toBe(false);
  await over;
});
