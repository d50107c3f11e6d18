import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { runFloor } from "../floor";
import { removeFolder } from "../support/removeFolder";

/** A floor of files whose tests pass or fail, run after run. */

const folder = mkdtempSync(join(tmpdir(), "homeport-floor-"));
afterAll(() => removeFolder(folder));

type Outcomes = Readonly<Record<string, readonly boolean[]>>;

async function floor(...runs: Outcomes[]) {
  const asked: (readonly string[])[] = [];
  const count = await runFloor(folder, async (report, files) => {
    const outcomes = runs[asked.length] as Outcomes;
    asked.push(files);
    writeFileSync(report, JSON.stringify(reportOf(outcomes)));
    return Object.values(outcomes).flat().every(Boolean) ? 0 : 1;
  });
  return { count, asked };
}

const reportOf = (outcomes: Outcomes) => {
  const all = Object.values(outcomes).flat();
  return {
    numPassedTests: all.filter((passed) => passed).length,
    numFailedTests: all.filter((passed) => !passed).length,
    testResults: Object.entries(outcomes).map(([file, tests]) => ({
      name: join(process.cwd(), file),
      status: tests.every(Boolean) ? "passed" : "failed",
      message: "",
      assertionResults: tests.map((passed, at) => ({
        status: passed ? "passed" : "failed",
        fullName: `its test ${at + 1}`,
        failureMessages: passed ? [] : ["Error: 503\n    at somewhere"],
      })),
    })),
  };
};

const name = (file: string) => join(process.cwd(), file);

describe("a floor", () => {
  test("that passes is run once", async () => {
    expect(await floor({ "a.test.ts": [true, true] })).toEqual({
      count: { passed: 2, failed: 0, failures: [] },
      asked: [[]],
    });
  });

  test("with a file that failed runs that one again alone, and tells what failed before", async () => {
    const first = { "a.test.ts": [true, true], "b.test.ts": [true, false] };
    expect(await floor(first, { "b.test.ts": [true, true] })).toEqual({
      count: { passed: 4, failed: 0, failures: [], unsteady: ["b.test.ts: its test 2: Error: 503"] },
      asked: [[], [name("b.test.ts")]],
    });
  });

  test("with a file that fails twice has failed", async () => {
    const first = { "a.test.ts": [true], "b.test.ts": [true, false] };
    const { count } = await floor(first, { "b.test.ts": [true, false] });
    expect(count).toEqual({
      passed: 2,
      failed: 1,
      failures: ["b.test.ts: its test 2: Error: 503"],
      unsteady: [],
    });
  });

  test("with more than three files that failed is not run again", async () => {
    const first = Object.fromEntries(["a", "b", "c", "d"].map((file) => [`${file}.test.ts`, [false]]));
    expect((await floor(first)).count).toEqual({
      passed: 0,
      failed: 4,
      failures: ["a", "b", "c", "d"].map((file) => `${file}.test.ts: its test 1: Error: 503`),
    });
  });

  test("whose report is not there has failed", async () => {
    rmSync(join(folder, "first.json"), { force: true });
    expect(await runFloor(folder, async () => 1)).toEqual({
      passed: 0,
      failed: 1,
      failures: [],
    });
  });
});
