import { expect, test } from "vitest";
import { type Measured, report, type Steps } from "../../../bench/deploy/report";

const steps = (created: number): Steps => ({ created, unchanged: 4, changed: 4.5, removed: created / 2 });
const measured = (services: number, created: number): Measured => ({
  services,
  homeport: steps(created),
  compose: steps(created / 2),
  emptyPreview: 2,
  state: { resources: 26 + 3 * services, bytes: 60_000 + 10_000 * services },
});

test("of what was measured, each target tells whether it is reached; the others say that they were not measured", () => {
  const text = report([measured(100, 40), measured(100, 44)]);
  expect(text).toContain("| 100 services from nothing, Homeport / Compose | ≤ 2.5 | 2 – 2 – 2 | reached |");
  expect(text).toContain("| Unchanged preview, 3 services / an empty program | ≤ 1.4 | – | not measured |");
  expect(text).toContain("| State of 100 services | ≤ 1.3 MB | 1.06 – 1.06 – 1.06 MB | reached |");
  expect(text).toContain("Repeats: 2 with 100 services.");
});

test("the growth is told by all sizes together", () => {
  const text = report([measured(3, 8), measured(10, 15), measured(100, 105)]);
  expect(text).toContain("| Homeport | 1 each, 5 without |");
  expect(text).toContain("| 10 | 56 | 160,000 |");
});
