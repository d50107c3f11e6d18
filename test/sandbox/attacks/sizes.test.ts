import { beforeAll, expect, onTestFinished, test } from "vitest";
import { buildTestImages } from "../../images/build";
import { beginSiege } from "./siege";

/** Limits follow the memory: less of it, or more, is not taken either. */

beforeAll(() => buildTestImages(() => {}));

test.each([
  ["128MiB", 1500],
  ["1GiB", 6000],
] as const)(
  "answers by HTTP/2 that nobody takes leave a home with %s as it was",
  async (memory, requests) => {
    const siege = await beginSiege({ memory, atEnd: onTestFinished });
    const amount = { connections: 100, each: 95, path: "/bytes?size=100000000" };
    const { visitor, silent, lost } = await siege.under(
      "closedWindows",
      amount,
      ({ asked }) => asked > requests,
    );
    expect(Object.keys(visitor.answers), JSON.stringify(visitor)).toEqual(["200"]);
    expect(silent).toEqual({ health: 0, metrics: 0 });
    expect(lost).toEqual([]);
  },
  300_000,
);
