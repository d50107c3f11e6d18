import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { choose } from "../../../commands/backups/choose";
import { type Manifest, readSets, timeOf } from "../../../commands/backups/sets";

const nameOf = (seconds: number) => new Date(seconds * 1000).toISOString().replace(/[-:]|\.\d+/g, "");
const now = Date.UTC(2026, 10, 28);
const day = 86_400;

const manifest = (
  ago: number,
  own: Partial<Manifest> & { files?: number; bytes?: number; volume?: string } = {},
): Manifest => {
  const { files = 10, bytes = 1000, volume = "files", ...more } = own;
  const time = now / 1000 - ago;
  return {
    ...{
      version: 1,
      set: nameOf(time),
      time,
      epoch: 1,
      owner: "home.prod.infra",
      complete: true,
      failed: [],
      images: {},
    },
    parts: [
      {
        service: "wiki",
        volume,
        root: "/volumes/wiki/files",
        snapshot: nameOf(time),
        files,
        bytes,
        owner: { uid: 0, gid: 0, mode: "755" },
      },
    ],
    ...more,
  };
};
const wanted = { service: "wiki", volumes: ["files"] };
const chosenOf = (all: Manifest[], set?: string) => {
  const chosen = choose(all, { ...wanted, ...(set === undefined ? {} : { set }) }, now);
  return "refused" in chosen ? chosen.refused : chosen.manifest.set;
};

const isBefore = (epoch: number, time: number, chosen: Manifest) =>
  chosen.epoch > epoch || (chosen.epoch === epoch && chosen.time >= time);

const sets = fc.uniqueArray(
  fc.record({
    ago: fc.integer({ min: -400 * day, max: 400 * day }),
    epoch: fc.integer({ min: 1, max: 3 }),
    bytes: fc.integer({ min: 900, max: 1100 }),
    volume: fc.constantFrom("files", "files", "db"),
  }),
  { minLength: 1, maxLength: 12, selector: ({ ago }) => ago },
);

describe("the set that is restored from", () => {
  test("has the volume, is not of the future, and none such has a higher epoch or is newer in its own", () => {
    fc.assert(
      fc.property(sets, (given) => {
        const all = given.map(({ ago, ...own }) => manifest(ago, own));
        const chosen = choose(all, wanted, now);
        const able = all.filter(
          ({ parts, time }) => parts[0]?.volume === "files" && time * 1000 <= now + day * 1000,
        );
        if ("refused" in chosen) {
          expect(able).toEqual([]);
          return;
        }
        for (const { epoch, time } of able) expect(isBefore(epoch, time, chosen.manifest)).toBe(true);
        expect(able).toContain(chosen.manifest);
      }),
    );
  });

  test("is the same whatever order they come in", () => {
    fc.assert(
      fc.property(sets, (given) => {
        const all = given.map(({ ago, ...own }) => manifest(ago, own));
        expect(chosenOf(all)).toBe(chosenOf(all.toReversed()));
      }),
    );
  });

  test("is none by itself where the newest has shrunk to less than half: both are named", () => {
    const [small, good] = [manifest(day, { bytes: 10 }), manifest(2 * day)];
    expect(chosenOf([good, small])).toContain(`--set ${good.set} or --set ${small.set}`);
    expect(chosenOf([good, manifest(day, { files: 4 })])).toContain("4 files");
    expect(chosenOf([good, small], good.set)).toBe(good.set);
    expect(chosenOf([good, small], small.set)).toBe(small.set);
  });

  test("has all of the volumes that are asked for: a partial one that lacks one is passed over", () => {
    const both = (ago: number) => {
      const [one, other] = [manifest(ago), manifest(ago, { volume: "db" })];
      return { ...one, parts: [...one.parts, ...other.parts] };
    };
    const [whole, partial] = [both(2 * day), manifest(day, { complete: false })];
    const of = (set?: string) =>
      choose([partial, whole], { service: "wiki", volumes: ["db", "files"], ...(set ? { set } : {}) }, now);
    expect(of()).toMatchObject({ manifest: whole, parts: [{ volume: "db" }, { volume: "files" }] });
    expect(of(partial.set)).toMatchObject({ refused: expect.stringContaining("has wiki/db and wiki/files") });
  });

  test("that is named may be of the future; one that is not there is refused with those that are", () => {
    const ahead = manifest(-300 * day);
    expect(chosenOf([ahead])).toMatch(/from the future.*--set \d+T\d+Z$/);
    expect(chosenOf([ahead], ahead.set)).toBe(ahead.set);
    expect(chosenOf([ahead], "20200101T000000Z")).toContain(`the newest that do: ${ahead.set}`);
  });
});

test("restic's list is read: the newest first, by epoch before time; what is no set is passed over", () => {
  const snapshot = (id: string, ...tags: string[]) => ({ id, tags: ["homeport", "manifest", ...tags] });
  const all = readSets([
    snapshot("a", "set-20261126T031500Z", "epoch-2", "complete"),
    snapshot("b", "set-20261128T031500Z", "epoch-1", "partial"),
    snapshot("c", "set-20261127T031500Z", "epoch-2", "complete"),
    { id: "d" },
  ]);
  expect(all.map(({ id, complete }) => [id, complete])).toEqual([
    ["c", true],
    ["a", true],
    ["b", false],
  ]);
  expect(timeOf("20261127T031500Z")).toBe(Date.UTC(2026, 10, 27, 3, 15));
});
