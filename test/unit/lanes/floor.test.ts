import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { runInLanes } from "../../lanes/floor";
import { machine } from "../../lanes/lane";
import { removeFolder } from "../../support/removeFolder";

const folder = mkdtempSync(join(tmpdir(), "homeport-lanes-"));
afterAll(() => removeFolder(folder));

test("what lanes report is one report; a lane that ends without one has failed in its files", async () => {
  mkdirSync(join(folder, "tests/deep"), { recursive: true });
  const [one, two] = [join(folder, "tests/databases.test.ts"), join(folder, "tests/deep/two.test.ts")];
  for (const file of [one, two, join(folder, "tests/no-test.ts")]) writeFileSync(file, "");
  const report = join(folder, "report.json");
  const passed = { numPassedTests: 3, numFailedTests: 0, testResults: [{ name: one, status: "passed" }] };
  const lanes = [machine, { ...machine, number: 2 }];
  const code = await runInLanes(lanes, join(folder, "tests"), report, async (_, part, files) => {
    if (!files.includes(one)) return 7;
    expect(files).toEqual([one]);
    writeFileSync(part, JSON.stringify(passed));
    return 0;
  });
  expect(code).toBe(7);
  expect(JSON.parse(readFileSync(report, "utf8"))).toMatchObject({
    numPassedTests: 3,
    numFailedTests: 1,
    testResults: expect.arrayContaining([
      { name: one, status: "passed" },
      expect.objectContaining({ name: two, status: "failed" }),
    ]),
  });
});
