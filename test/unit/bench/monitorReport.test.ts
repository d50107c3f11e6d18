import { expect, test } from "vitest";
import { parts } from "../../../bench/monitor/home";
import { bytesOfMonth, shownMonth } from "../../../bench/monitor/kept";
import { report } from "../../../bench/monitor/report";
import { reportDelays } from "../../../bench/monitor/reportDelays";
import { asked, type Measured } from "../../../bench/monitor/taken";
import { delayOf } from "../../../bench/monitor/times";

test("a page waits as long as its rule and its group say, and for each look there is one pace more at most", () => {
  expect(delayOf("RouterGone", 30)).toEqual({ least: 90, most: 150 });
  expect(delayOf("ServiceGone", 30)).toEqual({ least: 150, most: 240 });
  expect(delayOf("PageGone", 30)).toEqual({ least: 210, most: 280 });
});

test("a notice waits for others twice as long", () => {
  expect(delayOf("ServiceErrors", 30)).toEqual({ least: 120, most: 180 });
});

const kept = {
  series: 1_000,
  names: [],
  samples: 20_000,
  chunks: 1_000,
  chunkBytes: 40_000,
  indexBytes: 100_000,
  logBytes: 120_000,
  seconds: 600,
};

test("30 days are samples by what one took, blocks by the index of one, and a log of some hours", () => {
  const samples = 1_000 * 2 * 60 * 24 * 30;
  expect(bytesOfMonth(kept)).toBeCloseTo(samples * 2 + 22 * 100_000 + (samples / 120) * 10 + 720_000 * 6);
  expect(shownMonth(kept)).toContain("1,000 series × 86,400 scrapes × 2.00 bytes = 164.8 MiB");
});

const taken = { resident: 40e6, held: 20e6, processor: 3 };
const measured = Object.fromEntries(
  [...parts, ...asked].map((name) => [name, name === "prometheus" ? { ...taken, resident: 80e6 } : taken]),
) as Measured;
const made = { milliseconds: 30, processor: 12, bytes: 40_000 };

test("the report sums up the farm's host, and says what was reached", () => {
  const text = report({
    ...{ idle: [measured], late: measured, young: made, old: made, kept },
  });
  // Prometheus and four others; the agent of the further host and those that are asked are told beside.
  expect(text).toContain(
    "| Memory of the whole on the farm's host, resident | ≤ 190 MB | 240 – 240 – 240 MB | missed |",
  );
  expect(text).toContain(
    "| Processor time of the whole on the farm's host, of a core | ≤ 1.5 % | 1.5 – 1.5 – 1.5 % | reached |",
  );
  expect(text).toContain("| Memory on each further host, resident | ≤ 30 MB | 40 – 40 – 40 MB | missed |");
});

test("the report of faults has what was measured beside what follows from the table", () => {
  const text = reportDelays({ RouterGone: 95.4 });
  expect(text).toContain("| RouterGone | 90 | 150 | 95.4 |");
  expect(text).toContain("| ServiceGone | 150 | 240 | – |");
});
