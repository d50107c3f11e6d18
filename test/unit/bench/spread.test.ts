import { expect, test } from "vitest";
import { digits, ratios, shown, spreadOf } from "../../../bench/report/spread";

test.each([
  [[5], { min: 5, median: 5, max: 5 }],
  [[3, 1, 2], { min: 1, median: 2, max: 3 }],
  [[10, 9, 1, 2], { min: 1, median: 5.5, max: 10 }],
])("the spread of %j", (values, expected) => {
  expect(spreadOf(values)).toEqual(expected);
});

test("nothing has no spread: a section that measured nothing must not look like one", () => {
  expect(() => spreadOf([])).toThrow("at least one value");
});

test("the repeats are left in their order: ratios compare what was measured together", () => {
  const values = [3, 1, 2];
  spreadOf(values);
  expect(values).toEqual([3, 1, 2]);
  expect(ratios([10, 30], [20, 10])).toEqual([0.5, 3]);
  expect(ratios([10, 30, 5], [20])).toEqual([0.5]);
});

test.each([
  [0, "0"],
  [28_345, "28,300"],
  [1.5249, "1.52"],
  [0.06789, "0.0679"],
  [Number.NaN, "?"],
  [Number.POSITIVE_INFINITY, "?"],
])("%d is shown as %s", (value, expected) => {
  expect(digits(value)).toBe(expected);
});

test("a spread is shown as min, median and max", () => {
  expect(shown({ min: 1, median: 2, max: 3 }, digits)).toBe("1 – 2 – 3");
});
