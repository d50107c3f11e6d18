import { expect, test } from "vitest";
import { report } from "../../../bench/growth/report";
import type { LoadReport } from "../../../test/support/loadReport";

const names = {
  ...{ names: 1_000, perCertificate: 5, held: 40 * 2 ** 20, most: 80 * 2 ** 20 },
  ...{ reloads: [0.5, 0.7, 0.6], added: [2, 1, 3], reloaded: 1 },
  report: { sent: 4_000, failed: 2, max: 120 } as LoadReport,
};
const routes = { routes: 1_000, all: 12, changed: [0.4, 0.5, 0.3], held: 90 * 2 ** 20, processor: 140 };
const checks = [
  { hosts: 1, services: 0, farm: 2, host: 4, held: 2 ** 20 },
  { hosts: 2, services: 200, farm: 300, host: 400, held: 30 * 2 ** 20 },
];
const hosts = {
  ...{ hosts: 19, created: 60, unchanged: 5, changed: 6, removed: 30, most: 900 * 2 ** 20 },
  ...{ resources: 300, farm: 12 * 2 ** 20, further: 30 * 2 ** 20, processor: 60 },
};

test("the report says what more names, routes and hosts cost", () => {
  const text = report({ names: [names], routes: [routes], checks, hosts: [hosts] });
  expect(text).toContain("| 1,000 × 200 | 40 | 80 | 0.5 – 0.6 – 0.7 | 1 – 2 – 3 | 4000 | 2 | 120 |");
  expect(text).toContain("1 of 3 times that was a reload");
  expect(text).toContain("| 1,000 | 12 | 0.3 – 0.4 – 0.5 | 90 | 140 |");
  expect(text).toContain("| 1 host, each with services of its own | 2 | 4 | 1 |");
  expect(text).toContain("| 200 services, each on 2 hosts | 300 | 400 | 30 |");
  expect(text).toContain("| 19 | 60 | 5 | 6 | 30 | 300 | 900 | 12 | 30 | 60 |");
});

test("a lost request misses the target, however many repeats lost none", () => {
  const good = { ...names, report: { ...names.report, failed: 0 } };
  const told = (all: (typeof names)[]) => report({ names: all, routes: [routes], checks: [], hosts: [] });
  expect(told([good, names])).toContain(
    "| Requests lost at reloads and new names | ≤ 0 | 0 – 1 – 2 | missed |",
  );
  expect(told([good])).toContain("| 0 – 0 – 0 | reached |");
});

test("without the real engine, hosts are left out", () => {
  expect(report({ names: [names], routes: [routes], checks, hosts: [] })).not.toContain(
    "Hosts in one program",
  );
});
