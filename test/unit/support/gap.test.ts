import { expect, test } from "vitest";
import { gapOf, lostElsewhere } from "../../support/loadReport";

const lost = (second: number) => {
  const sentAt = new Date(Date.UTC(2026, 0, 1) + second * 1_000).toISOString();
  return { sentAt, at: sentAt, what: "status 503" };
};

test("a gap is the longest stretch of requests that were lost one after the other", () => {
  expect(gapOf({ failures: [] })).toBe(0);
  expect(gapOf({ failures: [2, 1.5, 1, 9, 9.5, 20].map(lost) })).toBe(1);
});

test("what is lost at another time than the most is told apart", () => {
  const report = { failures: [2, 1.5, 1, 9, 9.5, 20].map(lost) };
  expect(lostElsewhere(report)).toEqual([9, 9.5, 20].map(lost));
  expect(lostElsewhere({ failures: [] })).toEqual([]);
});

test("what was under way together is one moment, also where nobody sent anything in between", () => {
  const at = (sent: number, until: number) => ({
    sentAt: new Date(sent * 1_000).toISOString(),
    at: new Date(until * 1_000).toISOString(),
    what: "ECONNRESET",
  });
  const failures = [at(1, 9), at(3, 9), at(6, 9)];
  expect(lostElsewhere({ failures })).toEqual([]);
  expect(gapOf({ failures })).toBe(5);
});
