import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { mongodb } from "../../../components/databases/engines/mongodb";
import { removeFolder } from "../../support/removeFolder";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mongodb-"));
  writeFileSync(join(folder, "password"), "s3cret");
});
afterEach(() => removeFolder(folder));

/** A program of its tools that says what it was given. */
const stub = (name: string, script: string) => {
  writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, name), 0o755);
};
const run = (shell: string, input = "") => {
  const { status, stdout, stderr } = spawnSync("sh", ["-c", shell], {
    encoding: "utf8",
    input,
    env: {
      ...{ PATH: `${folder}:${process.env.PATH}`, HOME: folder, TMPDIR: folder },
      ...{ HOMEPORT_USER: "anna", HOMEPORT_DATABASE: "shop" },
      HOMEPORT_PASSWORD_FILE: join(folder, "password"),
    },
  });
  return { status, stdout, stderr };
};

test("why a dump or a load failed is told, as the last line, and nothing of how far it was", () => {
  const failing = 'echo "2026-11-29T00:51:13.836+0000	Failed: no login" >&2; echo "0 documents" >&2; exit 1';
  stub("mongodump", failing);
  stub("mongorestore", failing);
  for (const shell of [mongodb.dump, mongodb.load])
    expect(run(shell)).toEqual({ status: 1, stdout: "", stderr: "Failed: no login\n" });
  stub("mongodump", 'echo "writing to archive" >&2; echo dumped');
  expect(run(mongodb.dump)).toEqual({ status: 0, stdout: "dumped\n", stderr: "" });
});

test("a dump of a database of another name is loaded, and a document that is refused ends it", () => {
  stub("mongorestore", 'printf "%s\\n" "$@"');
  const said = run(mongodb.load).stdout.split("\n");
  expect(said).toContain("--nsFrom=$db$.$all$");
  expect(said).toContain("--nsTo=shop.$all$");
  expect(said).toContain("--stopOnError");
});

test("what is asked is a program of its own to the shell, which waits for the answers of such alone", () => {
  stub("mongosh", 'for last; do :; done; printf %s "$last"; echo log > "$HOME/log"');
  const text = 'db.people.updateMany({}, {}); db.people.countDocuments({ mail: "it\'s" }) === 2';
  expect(run(mongodb.ask, text)).toMatchObject({ status: 0, stdout: text });
});

test("what its shell keeps of each call is not left among the data, nor anywhere", () => {
  stub("mongosh", 'echo log > "$HOME/log"');
  for (const shell of [mongodb.ready, mongodb.counts, mongodb.ask]) expect(run(shell).status).toBe(0);
  expect(readdirSync(folder).toSorted()).toEqual(["mongosh", "password"]);
});
