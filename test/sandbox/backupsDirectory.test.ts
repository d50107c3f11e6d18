import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { order } from "../../commands/backups/ask";
import { startFunction } from "../../components/hosts/exchange/start";
import { buildTestImages } from "../images/build";
import { resticImage } from "../images/tags";
import { BackupLoop } from "../support/backupLoop";
import { removeFolder } from "../support/removeFolder";

/** A repository that is a directory of the host, as of a disk that is plugged in. */

const folder = mkdtempSync(join(tmpdir(), "homeport-directory-"));
const path = join(folder, "repository");
const other = join(folder, "elsewhere");
const repository = { kind: "directory", path } as const;

let loop: BackupLoop;

beforeAll(async () => {
  await buildTestImages(() => {}, [resticImage]);
  mkdirSync(path);
  loop = await BackupLoop.start({ repository, directory: path });
  expect(await loop.tell(repository)).toBe("");
  await loop.quicken();
});
afterAll(async () => {
  await loop?.stop();
  removeFolder(folder);
});

const sets = async (): Promise<number> =>
  Number(await loop.run(". /backups/library; restic_0 snapshots --json --tag manifest | jq length"));

/** As after a restart of the machine. */
async function startAgain(): Promise<void> {
  await loop.kill();
  await loop.restart();
}

test("is told to go with the machine where there is no other", async () => {
  expect(await loop.outcome()).toMatchObject({
    problem: "",
    warned: expect.stringContaining("is lost with it"),
  });
});

test("is not followed where it is renamed: no set is made there, and a deployment fails; under its name it goes on", async () => {
  const before = await sets();
  renameSync(path, other);
  expect(await loop.outcome()).toMatchObject({
    refused: true,
    problem: expect.stringMatching(/was renamed, and is .*\/elsewhere on its disk now/),
  });
  expect(await loop.tell(repository)).toContain("was renamed");
  renameSync(other, path);
  expect(await sets()).toBe(before);
  expect(await loop.set()).toBe("");
  expect(await sets()).toBe(before + 1);
});

test("of another environment is refused: two would have each other's sets", async () => {
  const second = await BackupLoop.start({ repository, directory: path, host: "cellar" });
  expect(await second.tell(repository).finally(second.stop)).toContain("has the sets of home.prod.attic");
});

test("is not there at a start: whoever starts or asks it is told so in words", async () => {
  await loop.kill();
  renameSync(path, other);
  const { Id, Name } = loop.container;
  const started = promisify(execFile)("sh", ["-c", `${startFunction}\nstart ${Name.slice(1)}`]);
  await expect(started).rejects.toThrow(
    `does not start: its machine does not have ${path} any more.\n  Mount its disk`,
  );
  const where = {
    ...{ container: Id, engine: { endpoint: "", sshOptions: [] }, host: "attic", name: "backups" },
    ...{ repositories: [path], containers: [], stack: "prod" },
  };
  await expect(order(where, "set", process.env)).rejects.toThrow(
    `it cannot be started: its host does not have ${path} any more`,
  );
});

test("is empty, as where its disk was not mounted, or another one: it is gone, and none is made anew", async () => {
  mkdirSync(path);
  await loop.restart();
  expect(await loop.set()).toContain("the repository is gone");
  await loop.run(". /backups/library; restic_0 init");
  expect(await loop.outcome()).toMatchObject({
    refused: true,
    problem: expect.stringContaining("another repository is in the place"),
  });
  rmSync(path, { recursive: true });
  expect(await loop.set()).toContain("the directory was removed");
  renameSync(other, path);
  await startAgain();
  expect(await loop.set()).toBe("");
});
