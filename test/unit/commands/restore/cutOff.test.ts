import { describe, expect, test } from "vitest";
import {
  type Cut,
  cutOffTold,
  nextOf,
  type Stage,
  stageOf,
} from "../../../../commands/restore/volumes/cutOff";
import { parseKept } from "../../../../commands/restore/volumes/kept";
import type { Phase } from "../../../../components/backups/swap";

const volume = (phase: Phase, own: Partial<Cut> = {}): Cut => ({
  ...{ volume: "files", phase, set: phase === "none" ? "" : "A", hours: 0 },
  ...own,
});
const stage = (phases: readonly Phase[], backupsRun: boolean) =>
  stageOf(
    phases.map((one) => volume(one)),
    backupsRun,
  );

describe("how far an exchange was that was cut off", () => {
  test.each<[Phase[], boolean, Stage | undefined]>([
    [["none", "none"], true, undefined],
    [["none", "none"], false, undefined],
    [["fetching", "none"], true, "bringing"],
    [["ready", "fetching"], true, "bringing"],
    [["ready", "ready"], true, "bringing"],
    [["ready", "ready"], false, "stopped"],
    [["out", "ready"], false, "changing"],
    [["along", "ready"], false, "changing"],
    [["done", "ready"], false, "changing"],
    [["done", "in"], false, "changing"],
    [["done", "done"], false, "changed"],
    [["done", "done"], true, undefined],
    [["empty", "done"], false, "returning"],
    [["apart", "done"], false, "returning"],
    [["undone", "undone"], false, "returned"],
    [["undone", "undone"], true, undefined],
  ])("with %j, backups running: %s, is %s", (phases, backupsRun, expected) => {
    expect(stage(phases, backupsRun)).toBe(expected);
  });

  test("what was done hours ago was not cut off, whatever stands still now", () => {
    expect(stageOf([volume("done", { hours: 3 })], false)).toBeUndefined();
  });

  test("an upgrade that is done waits for its update, and was not cut off; one in the midst was", () => {
    const set = "upgrade:postgres-15:postgres-17";
    expect(stageOf([volume("done", { set })], false)).toBeUndefined();
    expect(stageOf([volume("in", { set })], false)).toBe("changing");
  });
});

const where = { service: "wiki", stack: "prod", host: "attic" };

describe("what is told of it", () => {
  test("is what was cut off and when, and what the data are now", () => {
    expect(cutOffTold("changing", [volume("none"), volume("in")])).toMatch(
      /^a restore from the set A was cut off while data changed places: .*none is lost/,
    );
    expect(cutOffTold("bringing", [volume("fetching")])).toBe(
      "a restore from the set A was cut off while its data were brought: the data in use have not changed",
    );
    expect(cutOffTold("changed", [volume("done", { from: "prod" })])).toMatch(
      /^a rehearsal from the set A of prod was cut off .*the data are the new ones$/,
    );
    const set = "upgrade:postgres-15:postgres-17";
    expect(cutOffTold("changing", [volume("in", { set })])).toMatch(/^an upgrade to postgres 17 was cut off/);
  });

  test("is what goes on, and what goes back; on the way back, that alone", () => {
    expect(nextOf("changing", [volume("in")], where)).toEqual([
      "npx homeport restore wiki --stack prod --set A --yes",
      "npx homeport restore wiki --stack prod --back --yes",
    ]);
    expect(nextOf("returning", [volume("empty")], { ...where, isOnSeveral: true })).toEqual([
      "npx homeport restore wiki --stack prod --host attic --back --yes",
    ]);
  });

  test("of a rehearsal is a rehearsal, and of an upgrade its way back", () => {
    expect(nextOf("changed", [volume("done", { from: "prod" })], { ...where, stack: "staging" })).toEqual([
      "npx homeport rehearse --from prod --to staging --yes",
      "npx homeport rehearse --to staging --back --yes",
    ]);
    const set = "upgrade:postgres-15:postgres-17";
    expect(nextOf("changing", [volume("in", { set, volume: "db" })], where)).toEqual([
      "npx homeport upgrade-database wiki/db --stack prod --back --yes",
    ]);
  });
});

test("what lies beside data in use is read, a line for each volume", () => {
  expect(parseKept("wiki/files\tdone\tA\tprod\t5\t12\nwiki/db\tfetching\t\t\t0\t0\n")).toEqual([
    { service: "wiki", volume: "files", phase: "done", set: "A", from: "prod", hours: 5, beside: 12_288 },
    { service: "wiki", volume: "db", phase: "fetching", set: "", hours: 0, beside: 0 },
  ]);
});
