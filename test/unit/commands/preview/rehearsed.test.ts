import { expect, test } from "vitest";
import type { Rehearsed } from "../../../../commands/preview/read/rehearsal";
import { rehearsedLines } from "../../../../commands/preview/render/rehearsed";
import { warningLines } from "../../../../commands/preview/render/warnings";
import { types } from "../../../../commands/shared/types";
import { recordedAt, review } from "./fixtures";

const rehearsed: Rehearsed = {
  ...{ from: "staging", to: "trial", ok: true },
  ...{ at: "2026-11-20T12:00:00Z", time: "2026-11-20T06:00:00Z" },
};

/** What is said of data that go, in an environment that has backups, or has none. */
function saidOf(last: Rehearsed | undefined, hasBackups = true): string[] {
  const known = review(["staging-volume-removed"], { rehearsed: last, now: recordedAt });
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
