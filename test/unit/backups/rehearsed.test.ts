import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { rehearsedFile } from "../../../components/backups/layout";
import { metricsLines } from "../../../components/backups/metrics";
import { removeFolder } from "../../support/removeFolder";

const folder = mkdtempSync(join(tmpdir(), "homeport-rehearsed-"));
afterAll(() => removeFolder(folder));

test("what is remembered of a rehearsal is a figure, of which nothing is told where there was none", () => {
  const line = metricsLines("10.0.0.1", "attic")
    .split("\n")
    .find((one) => one.includes(rehearsedFile));
  const file = join(folder, "rehearsed.json");
  const told = () =>
    execFileSync("sh", ["-c", `${line?.replace(rehearsedFile, file)} || :`], { encoding: "utf8" });
  expect(told()).toBe("");
  writeFileSync(file, `${JSON.stringify({ at: "2026-11-20T08:15:00.000Z", ok: true, to: "staging" })}\n`);
  expect(told()).toBe('homeport_rehearsed{at="2026-11-20T08:15:00.000Z",ok="true",to="staging"} 1\n');
});
