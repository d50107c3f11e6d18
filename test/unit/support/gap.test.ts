import { expect, test } from "vitest";
import { gapOf } from "../../support/loadReport";

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
const lost = (sent: number, end: number) => ({ sentAt: at(sent), at: at(end), what: "status 503" });

test("a gap is from the first lost request to the end of the last one", () => {
  expect(gapOf({ failures: [] })).toBe(0);
  expect(gapOf({ failures: [lost(1, 3), lost(2, 4)] })).toBe(3);
});
