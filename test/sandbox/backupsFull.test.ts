import { afterAll, beforeAll, expect, test } from "vitest";
import type { DirectoryRepository } from "../../components/backups/repository";
import { buildTestImages } from "../images/build";
import { resticImage } from "../images/tags";
import { BackupLoop } from "../support/backupLoop";

/** A repository on a disk of its own, which gets full. */

const repository: DirectoryRepository = { kind: "directory", path: "/mnt/disk" };
let loop: BackupLoop;

beforeAll(async () => {
  await buildTestImages(() => {}, [resticImage]);
  loop = await BackupLoop.start({ repository, memory: { "/repositories/0": 16 } });
});
afterAll(() => loop?.stop());

const known = () =>
  loop.run(`. /backups/library
restic_0 snapshots --no-lock --json | jq -r '.[].id' | sort
cat /backups/ages /ping/complete /backups/places/0/last`);

test("a disk that is full: older sets are whole, nobody is told that all is well, and their age rises", async () => {
  expect(await loop.tell(repository)).toBe("");
  await loop.quicken();
  expect(await loop.set()).toBe("");
  const before = await known();
  await loop.run("head -c 30000000 /dev/urandom > /volumes/wiki/files/large");
  expect(await loop.set()).toContain("no space left on device");
  expect(await known()).toBe(before);
  expect(await loop.run("cat /backups/places/0/failures")).toBe("1\n");
  await loop.run("rm /volumes/wiki/files/large");
  expect(await loop.set()).toBe("");
  expect(await known()).not.toBe(before);
  expect(
    await loop.run(". /backups/library; restic_0 check --read-data > /dev/null 2>&1 && echo whole"),
  ).toBe("whole\n");
});
