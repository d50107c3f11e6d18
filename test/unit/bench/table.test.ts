import { expect, test } from "vitest";
import { table, targetTable, verdict } from "../../../bench/report/table";

const found = { min: 1, median: 2, max: 4 };

test("a table in Markdown; a bar in a cell does not end it", () => {
  expect(table(["What", "s"], [["a|b", "1"]])).toBe("| What | s |\n| --- | ---: |\n| a\\|b | 1 |");
});

test.each([
  [{ atLeast: 2 }, "reached"],
  [{ atLeast: 2.1 }, "missed"],
  [{ atMost: 2 }, "reached"],
  [{ atMost: 1.9 }, "missed"],
  [{ atMost: 3, decides: "max" as const }, "missed"],
])("the median decides unless the worst is asked for: %j is %s", (bound, expected) => {
  expect(verdict({ what: "x", found, ...bound })).toBe(expected);
});

test("what was not measured is neither reached nor missed", () => {
  expect(verdict({ what: "x", atMost: 1 })).toBe("not measured");
});

test("targets are shown with what came of them", () => {
  const rows = targetTable([
    { what: "up", atMost: 3, unit: " s", found },
    { what: "rate", atLeast: 3, found },
  ]).split("\n");
  expect(rows[2]).toBe("| up | ≤ 3 s | 1 – 2 – 4 s | reached |");
  expect(rows[3]).toBe("| rate | ≥ 3 | 1 – 2 – 4 | missed |");
});
