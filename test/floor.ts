import { readFileSync } from "node:fs";
import { join, relative } from "node:path";

/** What a run of one floor came to. */
export interface Count {
  readonly passed: number;
  readonly failed: number;
  /** What failed, and again where it was run again: a line each. */
  readonly failures: readonly string[];
  /** What failed, and passed when its file was run again by itself: a line each. */
  readonly unsteady?: readonly string[];
}

/** What Vitest's JSON reporter writes, as far as it is read here. */
export interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly FileResult[];
}

interface FileResult {
  readonly name: string;
  readonly status: string;
  readonly message: string;
  readonly assertionResults: readonly {
    readonly status: string;
    readonly fullName: string;
    readonly failureMessages: readonly string[];
  }[];
}

/** More files than these do not fail by bad luck. */
const mostFiles = 3;

/** Runs the files that are given, or all, and writes its report. Gives Vitest's exit code. */
export type Run = (report: string, files: readonly string[]) => Promise<number>;

/**
 * One floor. What comes from a busy machine is told apart from what is broken by a second run of the file alone: also pure
 * functions have programs beside them. Both are told.
 */
export async function runFloor(reports: string, run: Run): Promise<Count> {
  const first = await runOnce(join(reports, "first.json"), [], run);
  const files = filesThatFailed(first.report);
  if (first.count.failed === 0 || files.length === 0 || files.length > mostFiles) return first.count;
  const second = await runOnce(join(reports, "second.json"), files, run);
  const elsewhere = first.report.testResults.filter(({ name }) => !files.includes(name));
  return {
    ...second.count,
    passed: passedIn(elsewhere) + second.count.passed,
    unsteady: second.count.failed === 0 ? first.count.failures : [],
  };
}

async function runOnce(file: string, files: readonly string[], run: Run) {
  const code = await run(file, files);
  const report = readReport(file);
  const { numPassedTests: passed, numFailedTests: failed } = report;
  // A file that does not even load has no failed test of its own.
  const count = { passed, failed: code === 0 ? failed : Math.max(1, failed), failures: failuresOf(report) };
  return { report, count };
}

/** @param files of which it should be: where there is none, they have failed */
export function readReport(file: string, files: readonly string[] = []): Report {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    const failed = { status: "failed", message: "its run ended without a report", assertionResults: [] };
    const testResults = files.map((name) => ({ name, ...failed }));
    return { numPassedTests: 0, numFailedTests: Math.max(1, files.length), testResults };
  }
}

const filesThatFailed = ({ testResults }: Report) =>
  testResults.filter(({ status }) => status !== "passed").map(({ name }) => name);

const passedIn = (files: readonly FileResult[]) =>
  files.flatMap(({ assertionResults }) => assertionResults).filter(({ status }) => status === "passed")
    .length;

const failuresOf = ({ testResults }: Report) =>
  testResults
    .filter(({ status }) => status !== "passed")
    .flatMap(({ name, message, assertionResults }) => {
      const file = relative(process.cwd(), name);
      const failed = assertionResults.filter(({ status }) => status === "failed");
      if (failed.length === 0) return [`${file}: ${firstLine(message)}`];
      return failed.map(
        ({ fullName, failureMessages: [said = ""] }) => `${file}: ${fullName}: ${firstLine(said)}`,
      );
    });

const firstLine = (text: string) => text.split("\n", 1)[0];
