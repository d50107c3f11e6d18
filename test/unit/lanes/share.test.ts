import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { seconds } from "../../lanes/seconds";
import { handOut, share, type Weighed } from "../../lanes/share";

const weighed = (...all: number[]): Weighed[] => all.map((seconds, at) => ({ file: `${at}`, seconds }));
const named = (files: readonly Weighed[]) => files.map(({ file }) => file);

describe("a share", () => {
  test("is the longest files, half of a lane's part of what is left", () => {
    expect(named(share(weighed(10, 200, 30, 100, 60), 2))).toEqual(["1"]);
    expect(named(share(weighed(50, 60, 50, 60, 50, 50, 40, 40), 2))).toEqual(["1", "3"]);
  });

  test("is no smaller than what makes up for a start of Vitest", () => {
    expect(named(share(weighed(5, 8, 5, 5, 8), 2))).toEqual(["1", "4", "0"]);
  });

  test("is all that is left where that is little, and nothing where nothing is", () => {
    expect(named(share(weighed(3, 4), 2))).toEqual(["1", "0"]);
    expect(share([], 2)).toEqual([]);
  });
});

describe("lanes", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  /** When each lane ends, and what was run there, where a file takes as much of its seconds as `slow` says. */
  async function run(files: readonly Weighed[], slow: (lane: number, file: string) => number) {
    const ends = [0, 0];
    const ran: string[] = [];
    const work = handOut(files, [0, 1], async (lane, mine) => {
      ran.push(...mine);
      const took = mine.map(
        (file) => (files.find((one) => one.file === file)?.seconds ?? 0) * slow(lane, file),
      );
      await new Promise((resolve) => setTimeout(resolve, 1_000 * took.reduce((sum, one) => sum + one, 0)));
      ends[lane] = Date.now();
    });
    const start = Date.now();
    await vi.runAllTimersAsync();
    await work;
    return {
      ran,
      apart: Math.abs((ends[0] ?? 0) - (ends[1] ?? 0)) / 1_000,
      lasted: (Date.now() - start) / 1_000,
    };
  }

  const floor = weighed(
    217,
    214,
    214,
    137,
    90,
    80,
    70,
    70,
    60,
    60,
    50,
    50,
    40,
    40,
    40,
    30,
    30,
    20,
    20,
    ...Array(30).fill(10),
  );
  const total = floor.reduce((sum, one) => sum + one.seconds, 0);

  test("run each file once, and end together", async () => {
    const { ran, apart, lasted } = await run(floor, () => 1);
    expect(ran.toSorted()).toEqual(named(floor).toSorted());
    expect(apart).toBeLessThanOrEqual(30);
    expect(lasted).toBeLessThan(total / 2 + 30);
  });

  test("end together where one is twice as slow, and where files take other times than expected", async () => {
    expect((await run(floor, (lane) => 1 + lane)).apart).toBeLessThanOrEqual(60);
    expect((await run(floor, (_, file) => 1 + (Number(file) % 3))).apart).toBeLessThanOrEqual(60);
  });

  test("of which there is one run all", async () => {
    const asked: (readonly string[])[] = [];
    await handOut(weighed(10, 200), ["only"], async (_, files) => void asked.push(files));
    expect(asked).toEqual([["1", "0"]]);
  });
});

test("times are those of files that there are", () => {
  const gone = Object.keys(seconds).filter((file) => !existsSync(join(__dirname, "../../sandbox", file)));
  expect(gone).toEqual([]);
});
