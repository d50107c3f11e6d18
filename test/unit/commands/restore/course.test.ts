import { describe, expect, test } from "vitest";
import { courseOf, parseLook, type Standing } from "../../../../commands/restore/volumes/look";
import type { Phase } from "../../../../components/backups/swap";

const volume = (name: string, phase: Phase, own: Partial<Standing> = {}): Standing => ({
  ...{ volume: name, source: name, isWanted: true, phase, set: phase === "none" ? "" : "A", hours: 0 },
  ...{ bytes: 0, beside: 0, disk: "/dev/sda", free: 0 },
  ...own,
});
const all = (files: Phase, db: Phase) => [volume("files", files), volume("db", db)];
const course = (standing: Standing[], own: { back?: boolean; set?: string } = {}, areRunning = true) =>
  courseOf(standing, "wiki", { back: false, ...own }, areRunning);

describe("what is done", () => {
  test.each<[Phase, Phase, boolean, string]>([
    ["none", "none", true, "begin"],
    ["fetching", "none", true, "begin"],
    ["ready", "fetching", true, "begin"],
    ["ready", "ready", true, "begin"],
    ["ready", "ready", false, "go on"],
    ["undone", "undone", true, "begin"],
    ["out", "ready", false, "go on"],
    ["along", "ready", false, "go on"],
    ["done", "in", false, "go on"],
    ["done", "ready", false, "go on"],
    ["done", "done", false, "go on"],
    ["empty", "done", false, "go back"],
    ["undone", "return", false, "go back"],
    ["undone", "apart", false, "go back"],
  ])("with %s and %s, running: %s, is to %s", (files, db, areRunning, expected) => {
    expect(course(all(files, db), {}, areRunning)).toBe(expected);
  });

  test("what is kept of a restore that is done is not overwritten by another one, and comes back", () => {
    expect(() => course(all("done", "done"))).toThrow(/set A are kept; --back brings them back, --drop/);
    expect(course(all("done", "done"), { back: true })).toBe("go back");
    const stopped = [volume("files", "done", { hours: 3 }), volume("db", "done", { hours: 3 })];
    expect(() => course(stopped, {}, false)).toThrow(/are kept/);
    expect(() => course(all("none", "undone"), { back: true })).toThrow(/--back: nothing is kept/);
  });

  test.each<[Phase, Phase, boolean]>([
    ["fetching", "none", true],
    ["ready", "ready", true],
    ["ready", "ready", false],
    ["none", "none", false],
    ["undone", "undone", false],
  ])(
    "with %s and %s, running: %s, nothing is taken back, as nothing has changed places",
    (files, db, areRunning) => {
      expect(course(all(files, db), { back: true }, areRunning)).toBe("give up");
    },
  );

  test("what was cut off goes on from its own set alone, and with all of its volumes", () => {
    expect(() => course(all("out", "ready"), { set: "B" }, false)).toThrow(/from the set A was cut off/);
    expect(course(all("out", "ready"), { set: "A" }, false)).toBe("go on");
    const [files, db] = [volume("files", "none"), volume("db", "in", { isWanted: false })];
    expect(() => course([files, db])).toThrow(/wiki\/db: an exchange.*homeport restore wiki$/);
  });
});

test("what was looked at is read in the order of the volumes", () => {
  const [files] = parseLook("done\t20261128T031500Z\tprod\t5\t3\t12\t/dev/sda\t2048\n", [
    { volume: "files", source: "x", isWanted: true },
  ]);
  expect(files).toMatchObject({
    ...{ volume: "files", phase: "done", set: "20261128T031500Z", hours: 5 },
    ...{ from: "prod", bytes: 12_288, beside: 3072, disk: "/dev/sda", free: 2_097_152 },
  });
});
