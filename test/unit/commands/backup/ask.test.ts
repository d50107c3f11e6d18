import { expect, test } from "vitest";
import { askSetsBy } from "../../../../commands/backups/ask";
import { plainly } from "../../../../commands/shared/engineCall";

const silence = async (shown: string, why: string) => {
  const told = { place: "0", shown, problem: "", warned: "", sets: null, why, manifests: [] };
  const [place] = await askSetsBy(async () => `${JSON.stringify(told)}\n`);
  return place?.silence;
};

test("a repository that tells no sets is told by its reason, and by what to do", async () => {
  expect(await silence("/mnt/disk", "10 Fatal: repository does not exist")).toMatch(
    /^the directory \/mnt\/disk has no repository, as where its disk is not mounted: mount/,
  );
  expect(await silence("https://backup.example.org", "10 Fatal")).toMatch(/^there is no repository any more/);
  expect(await silence("/mnt/disk", "12 Fatal: wrong password")).toContain("another password");
  expect(await silence("https://backup.example.org", "1 Fatal: dial tcp: no route")).toBe(
    "it does not answer: Fatal: dial tcp: no route",
  );
});

test("ids of an engine are told by their first digits, and a pack of a repository as it is", () => {
  const id = "0123456789abcdef".repeat(4);
  expect(plainly(`Error response from daemon: Container ${id} is not running\npack ${id}\n`)).toBe(
    `Error response from daemon: Container 0123456789ab is not running\npack ${id}\n`,
  );
});
