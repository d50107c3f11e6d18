import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type NewestSets, readNewestSets, setsFile } from "../../../../commands/preview/read/newestSets";
import type { Rehearsed } from "../../../../commands/preview/read/rehearsal";
import { newestSetLines, rehearsedLines } from "../../../../commands/preview/render/rehearsed";
import { warningLines } from "../../../../commands/preview/render/warnings";
import { types } from "../../../../commands/shared/types";
import { goesWithIt } from "../../../../components/backups/layout";
import { removeFolder } from "../../../support/removeFolder";
import { hearing } from "../told";
import { recordedAt, review } from "./fixtures";

const rehearsed: Rehearsed = {
  ...{ from: "staging", to: "trial", ok: true },
  ...{ at: "2026-11-20T12:00:00Z", time: "2026-11-20T06:00:00Z" },
};

/** What is said of data that go, in an environment that has backups, or has none. */
function saidOf(last: Rehearsed | undefined, hasBackups = true, newest?: NewestSets): string[] {
  const known = review(["staging-volume-removed"], { rehearsed: last, newest, now: recordedAt });
  const [environment] = known.environments;
  if (!environment) throw new Error("no environment");
  const [like] = environment.resources;
  const backups = like && hasBackups ? [{ ...like, type: types.backups }] : [];
  const environments = [{ ...environment, resources: [...environment.resources, ...backups] }];
  return warningLines({ ...known, environments }).filter((line) => /\bdata\b|everything in it/.test(line));
}

test("beside a deletion of data stands how old the newest rehearsed set is", () => {
  const lines = saidOf(rehearsed);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/; the newest set that was rehearsed is 2 days old$/);
  expect(saidOf({ ...rehearsed, ok: false }).join()).toContain("2 days old, and did NOT hold");
});

test("beside a deletion stands that no rehearsal is known, also where it was of other backups", () => {
  for (const last of [undefined, { ...rehearsed, from: "prod" }])
    expect(saidOf(last).join()).toContain("; no rehearsal of its backups is known");
  expect(saidOf(rehearsed, false).join()).not.toContain("rehears");
});

test("a note says when backups were last brought up, from how old a set, and whether they held", () => {
  const said = (last: Rehearsed) =>
    rehearsedLines(review(["staging-volume-removed"], { rehearsed: last, now: recordedAt }));
  expect(said(rehearsed)).toEqual([
    "Backups of `staging` were brought up in `trial` 2 days ago, from a set that was 6 hours old: all held.",
  ]);
  expect(said({ ...rehearsed, ok: false }).join()).toContain("it **failed**");
  expect(said({ ...rehearsed, from: "prod" })).toEqual([]);
});

const made = recordedAt.getTime() - 5 * 3_600_000;

test("beside a deletion of data stands how old the newest set is, where the pipeline has asked for it", () => {
  expect(saidOf(rehearsed, true, new Map([["staging", { made, goesWithHost: false }]])).join()).toMatch(
    /; its newest set of backups is 5 hours old; the newest set that was rehearsed is 2 days old$/,
  );
  expect(saidOf(undefined, true, new Map([["staging", { goesWithHost: false }]])).join()).toContain(
    "; it has NO whole set of backups; no rehearsal of its backups is known",
  );
});

test("a note says how old the newest set of each environment is that it is about", () => {
  const said = (newest: NewestSets) =>
    newestSetLines(review(["staging-volume-removed"], { newest, now: recordedAt }));
  expect(said(new Map([["staging", { made, goesWithHost: false }]]))).toEqual([
    "The newest set of backups of `staging` is 5 hours old.",
  ]);
  expect(said(new Map([["staging", { goesWithHost: false }]])).join()).toContain("**no whole set**");
  expect(said(new Map([["staging", { made, goesWithHost: true }]])).join()).toContain(
    "on the machine that they are of alone",
  );
  expect(said(new Map([["prod", { made, goesWithHost: false }]]))).toEqual([]);
});

test("of several hosts, the newest set is that of the one whose is oldest; what is not whole is none; and one is enough that has all on itself", () => {
  const folder = mkdtempSync(join(tmpdir(), "homeport-sets-"));
  const leave = (stack: string, value: unknown) =>
    writeFileSync(join(folder, setsFile(stack)), JSON.stringify(value));
  const host = (warned: string | undefined, ...sets: [string, boolean][]) => ({
    places: [{ warned }, { sets: sets.map(([set, complete]) => ({ set, complete })) }],
  });
  const older = host(undefined, ["20261128T031500Z", false], ["20261127T031500Z", true]);
  leave("prod", [host(undefined, ["20261128T021500Z", true]), older]);
  leave("none", [older, host(goesWithIt, ["20261128T031500Z", false])]);
  writeFileSync(join(folder, setsFile("empty")), "");
  const read = readNewestSets({ ...hearing().surroundings, folder }, ["prod", "none", "empty", "absent"]);
  expect([...read]).toEqual([
    ["prod", { made: Date.parse("2026-11-27T03:15:00Z"), goesWithHost: false }],
    ["none", { made: undefined, goesWithHost: true }],
  ]);
  removeFolder(folder);
});
