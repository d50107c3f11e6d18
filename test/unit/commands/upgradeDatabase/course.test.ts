import { expect, test } from "vitest";
import { courseOf, dataOf, type Stand } from "../../../../commands/upgradeDatabase/course";
import { upgradeIn, wordOf } from "../../../../commands/upgradeDatabase/journal";
import { wantedLabel } from "../../../../commands/upgradeDatabase/subject";
import type { Phase } from "../../../../components/backups/swap";

const upgraded = { from: "mariadb 10.11", to: "mariadb 11.8" };
const own = wordOf(upgraded);
const restored = "20261128T031500Z";
const stand = (phase: Phase, set: string, more: Partial<Stand> = {}): Stand => ({
  ...{ phase, set, part: "cloud/db", server: upgraded.from, areRunning: false },
  ...more,
});

test("what the journal says of an upgrade is one word, and no restore's", () => {
  expect(own).toBe("upgrade:mariadb-10.11:mariadb-11.8");
  expect(upgradeIn(own)).toEqual(upgraded);
  expect(upgradeIn(restored)).toBeUndefined();
});

test.each<[Phase, set: string, expected: string]>([
  ["none", "", "begin"],
  ["fetching", restored, "begin"],
  ["ready", own, "begin"],
  ["ready", restored, "begin"],
  ["undone", own, "begin"],
  ["drop", own, "begin"],
  ["out", own, "go on"],
  ["in", own, "go on"],
  ["done", own, "done"],
])("with %s of %s, an upgrade is to %s", (phase, set, expected) => {
  expect(courseOf(stand(phase, set), upgraded.to)).toBe(expected);
});

test.each<[Phase, set: string, wanted: string | undefined, refused: string, more?: Partial<Stand>]>([
  ["done", restored, upgraded.to, "from before a restore are kept; npx homeport restore cloud/db --drop"],
  [
    "out",
    restored,
    upgraded.to,
    "a restore of it was cut off; that first: npx homeport restore cloud/db --yes",
  ],
  ["done", own, "mariadb 12.0", "from before the upgrade to mariadb 11.8 are kept"],
  ["in", own, "mariadb 12.0", "--to: an upgrade to mariadb 11.8 was cut off"],
  [
    "return",
    own,
    upgraded.to,
    "a way back was cut off; first: npx homeport upgrade-database cloud/db --back",
  ],
  ["undone", own, upgraded.to, "its data are of mariadb 10.11 again", { server: upgraded.to }],
  ["none", "", undefined, "--back: nothing is kept of cloud/db", { areRunning: true }],
  ["undone", own, undefined, "--back: nothing is kept of cloud/db", { areRunning: true }],
])("with %s of %s, %s is refused: %s", (phase, set, wanted, refused, more) => {
  expect(() => courseOf(stand(phase, set, more), wanted)).toThrow(refused);
});

test("back goes what has changed places or had begun to, and what was stopped for it", () => {
  for (const phase of ["out", "in", "done", "empty", "return"] as const)
    expect(courseOf(stand(phase, own, { areRunning: true }), undefined)).toBe("go back");
  for (const phase of ["none", "fetching", "ready"] as const)
    expect(courseOf(stand(phase, own), undefined)).toBe("go back");
});

test("whose data are in the volume is told by the journal, and by the state where there is none", () => {
  const server = upgraded.from;
  expect(dataOf({ phase: "done", set: own, server })).toBe("mariadb 11.8");
  expect(dataOf({ phase: "undone", set: own, server: upgraded.to })).toBe("mariadb 10.11");
  expect(dataOf({ phase: "done", set: restored, server })).toBe("mariadb 10.11");
});

test.each([
  ["mariadb:11", "mariadb 10.11", "does not say its version"],
  ["mariadb:latest", "mariadb 10.11", "does not say its version"],
  ["mariadb:10.6.1", "mariadb 10.11", "an older server may not read its dump"],
  ["postgres:15.6", "postgres 17", "an older server may not read its dump"],
  ["valkey/valkey:9.0", "valkey 8", "takes older data as they are"],
])("--to %s of %s is refused: it %s", (image, label, refused) => {
  expect(() => wantedLabel(image, { part: "db", label })).toThrow(refused);
  expect(wantedLabel("mariadb:11.8.5", { part: "db", label: "mariadb 10.11" })).toBe("mariadb 11.8");
});
