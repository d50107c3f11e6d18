import { expect, test } from "vitest";
import { lineThrough } from "../../../bench/report/line";

test("what one more costs is the slope of what was measured, and the rest what there is without any", () => {
  expect(
    lineThrough([
      [3, 5],
      [10, 12],
      [100, 102],
    ]),
  ).toEqual({ each: expect.closeTo(1), none: expect.closeTo(2) });
});

test("a point beside the line moves it by little", () => {
  const found = lineThrough([
    [0, 1],
    [10, 11.5],
    [20, 21],
  ]);
  expect(found?.each).toBeCloseTo(1, 1);
});

test("nothing is told of one number of services alone", () => {
  expect(
    lineThrough([
      [3, 5],
      [3, 6],
    ]),
  ).toBeUndefined();
  expect(lineThrough([])).toBeUndefined();
});
