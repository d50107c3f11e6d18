import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { databaseFunction } from "../../../components/backups/databasePart";
import { dumpFunction } from "../../../components/backups/part";
import { fileFunctions, waitFunctions } from "../../../components/shared/loop";
import { removeFolder } from "../../support/removeFolder";

/** Half a minute of waiting goes by at once: who waits for a copy or a dump that nobody makes. */

const folder = mkdtempSync(join(tmpdir(), "homeport-waits-"));
const dumps = join(folder, "dumps");
beforeAll(() => {
  mkdirSync(join(folder, "bin"));
  writeFileSync(join(folder, "bin/sleep"), '#!/bin/sh\necho "$1" >> "$SLEPT"\n', { mode: 0o755 });
});
afterAll(() => removeFolder(folder));

/** What is told as failed, and for how many seconds was waited. */
function waited(script: string): { told: string; seconds: number } {
  rmSync(dumps, { recursive: true, force: true });
  mkdirSync(dumps);
  const slept = join(folder, "slept");
  writeFileSync(slept, "");
  const { stdout, stderr } = spawnSync(
    "sh",
    [
      "-c",
      `set -u
${fileFunctions}
${waitFunctions}
alive() { :; }
failed() { echo "$1"; return 1; }
dumps=${dumps} work=${folder} place=0 set=s service=wiki volume=db owner=o stamp=t
${script}`,
    ],
    { encoding: "utf8", env: { PATH: `${join(folder, "bin")}:${process.env.PATH}`, SLEPT: slept } },
  );
  expect(stderr).toBe("");
  const sum = readFileSync(slept, "utf8")
    .split("\n")
    .reduce((total, one) => total + Number(one), 0);
  return { told: stdout.trim(), seconds: Math.round(sum) };
}

test("a database of SQLite that nobody begins to copy, and one whose copying has ended in the midst", () => {
  expect(waited(`${dumpFunction}\ndump app.db`)).toEqual({
    told: "app.db: nobody begins to copy it: its container does not run",
    seconds: 30,
  });
  const begun = `mkfifo() { :; }; rm() { command rm "$@"; [ "$1" != -rf ] || : > $dumps/begun; }`;
  expect(waited(`${begun}\n${dumpFunction}\ndump app.db`)).toEqual({
    told: "app.db: whoever copies it has died at it",
    seconds: 30,
  });
});

test("a database that nobody begins to dump", () => {
  expect(waited(`${databaseFunction}\nsnapshot_dump "postgres 17"`)).toEqual({
    told: "nobody begins to dump it: its container does not run",
    seconds: 30,
  });
});
