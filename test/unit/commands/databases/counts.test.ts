import { expect, test } from "vitest";
import { countsProblem, parseCounts } from "../../../../commands/databases/counts";

test("rows are read by table", () => {
  expect(parseCounts("public.page\t500\npublic.tag\t0\n")).toEqual({ "public.page": 500, "public.tag": 0 });
  expect(parseCounts("")).toEqual({});
});

test.each<[Record<string, number>, Record<string, number>, Record<string, number>, string | undefined]>([
  [{ page: 500 }, { page: 500 }, { page: 500 }, undefined],
  [{ page: 500 }, { page: 510 }, { page: 507 }, undefined],
  // Rows that came and went meanwhile.
  [{ session: 100 }, { session: 100 }, { session: 101 }, undefined],
  [{ page: 500 }, { page: 500 }, { page: 480 }, "page had 500 rows when it was dumped, and has 480 now"],
  [
    { page: 500 },
    { page: 510 },
    { page: 520 },
    "page had 500 to 510 rows when it was dumped, and has 520 now",
  ],
  [{ user: 1 }, { user: 1 }, { user: 0 }, "user had 1 row when it was dumped, and has 0 now"],
  [
    { page: 1, tag: 0 },
    { page: 1, tag: 0 },
    { page: 1 },
    "tag had 0 rows when it was dumped, and is not there now",
  ],
  // Made, or removed, while it was dumped.
  [{}, { late: 3 }, {}, undefined],
  [{ gone: 3 }, {}, { gone: 3 }, undefined],
])("of %j and %j, restored as %j: %s", (before, after, restored, problem) => {
  expect(countsProblem(restored, { before, after })).toBe(problem);
});
