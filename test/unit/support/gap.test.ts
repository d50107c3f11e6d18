import { expect, test } from "vitest";
import { gapOf } from "../../support/loadReport";

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
const lost = (sent: number, end: number) => ({ sentAt: at(sent), at: at(end), what: "status 503" });

test("a gap is the longest stretch of lost requests", () => {
  expect(gapOf({ failures: [] })).toBe(0);
  expect(gapOf({ failures: [lost(1, 3), lost(2, 4), lost(9, 10), lost(20, 21)] })).toBe(3);
});
