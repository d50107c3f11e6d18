import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { FoundBackups } from "../../../../commands/backups/find";
import { checkReport } from "../../../../commands/rehearse/report";
import { checkReached } from "../../../../commands/rehearse/ways";
import { removeFolder } from "../../../support/removeFolder";

const folder = mkdtempSync(join(tmpdir(), "homeport-early-"));
afterAll(() => removeFolder(folder));

test("a repository that is a directory of another host is refused before anything is done", async () => {
  const mounts = [{ Source: "/mnt/disk", Destination: "/repositories/0" }];
  const container = {
    ...{ id: "b", name: "/prod-backups", image: "restic", imageId: "sha256:1", state: { Status: "running" } },
    ...{ restarts: 0, memoryLimit: 0, networks: {}, labels: {} },
  };
  const answer = JSON.stringify({ container, mounts, restart: "no" });
  writeFileSync(
    join(folder, "docker"),
    `#!/bin/sh\ncase $1 in ps) echo b ;; inspect) echo '${answer}' ;; esac\n`,
    { mode: 0o755 },
  );
  const on = (stack: string, endpoint: string): FoundBackups => ({
    ...{ stack, name: "backups", host: "attic", container: "b", containers: [], waves: [], excepts: {} },
    ...{ volumes: ["wiki/files"], engine: { endpoint, sshOptions: [] }, hostUrn: "" },
  });
  const reached = (endpoint: string, place: string) =>
    checkReached({ from: on("prod", ""), to: on("staging", endpoint), keys: [] }, place, {
      PATH: `${folder}:/usr/bin:/bin`,
    });
  await expect(reached("ssh://deploy@apps", "0")).rejects.toMatchObject({
    code: 2,
    message: expect.stringContaining("/mnt/disk is a directory of the host of prod"),
  });
  await reached("ssh://deploy@apps", "1");
  await reached("", "0");
});

test("a report that cannot be written is told before anything is done", () => {
  mkdirSync(join(folder, "there"));
  expect(() => checkReport(folder, "there")).toThrow("--report: there cannot be written: it is a directory");
  expect(() => checkReport(folder, "nowhere/rehearsal.json")).toThrow("--report: nowhere/rehearsal.json");
  expect(() => checkReport(folder, "rehearsal.json")).not.toThrow();
});
