/** `npm test`: every floor from the ground up, and one line at the end that counts. */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { e2eUnavailable } from "./e2e/engine";
import { buildTestImages } from "./images/build";
import { ensureEngine } from "./sandbox/engine";
import { installed } from "./support/tools";
import { vmUnavailable } from "./vm/hypervisor";

interface Count {
  readonly passed: number;
  readonly failed: number;
}

interface Floor {
  readonly name: string;
  readonly run: () => Promise<Count>;
  /** Why the floor cannot be tested on this machine. */
  readonly unavailable?: () => Promise<string | undefined>;
}

const reports = mkdtempSync(join(tmpdir(), "homeport-test-"));
const say = (line: string) => console.log(line);

const floors: readonly Floor[] = [
  { name: "format and lint", run: () => check("biome", "check", "--error-on-warnings", ".") },
  { name: "types", run: () => check("tsc", "--noEmit") },
  { name: "unused code", run: () => check("knip") },
  { name: "tools", run: prepareTools },
  { name: "unit", run: () => vitest("unit") },
  { name: "graph", run: () => vitest("graph") },
  { name: "engine and images", run: prepareEngine },
  { name: "sandbox", run: () => vitest("sandbox") },
  { name: "e2e", run: () => vitest("e2e"), unavailable: e2eUnavailable },
  { name: "vm", run: () => vitest("vm"), unavailable: vmUnavailable },
];

async function main(): Promise<void> {
  const counts: Count[] = [];
  const skipped: string[] = [];
  for (const [at, { name, run, unavailable }] of floors.entries()) {
    const reason = await unavailable?.();
    if (reason) {
      say(`\n${at + 1}/${floors.length} ${name}: skipped: ${reason}`);
      skipped.push(name);
      continue;
    }
    say(`\n${at + 1}/${floors.length} ${name}`);
    const start = Date.now();
    const count = await run();
    say(`    ${count.passed} passed, ${count.failed} failed, ${((Date.now() - start) / 1000).toFixed(1)} s`);
    counts.push(count);
  }
  const passed = counts.reduce((sum, count) => sum + count.passed, 0);
  const failed = counts.reduce((sum, count) => sum + count.failed, 0);
  process.exitCode = failed > 0 ? 1 : 0;
  say(skipped.length > 0 ? `\nskipped: ${skipped.join(", ")}` : "");
  say(`${passed} passed, ${failed} failed`);
}

// What certificates and keys are checked with.
function prepareTools(): Promise<Count> {
  return succeeds(async () => {
    await installed("openssl", "openssl");
    await installed("ssh-keygen", "openssh-client");
  });
}

function prepareEngine(): Promise<Count> {
  return succeeds(async () => {
    say(`    Docker engine ${await ensureEngine((line) => say(`    ${line}`))}`);
    await buildTestImages((line) => say(`    ${line}`));
  });
}

async function succeeds(work: () => Promise<void>): Promise<Count> {
  try {
    await work();
    return { passed: 1, failed: 0 };
  } catch (error) {
    say(`    ${(error as Error).message}`);
    return { passed: 0, failed: 1 };
  }
}

const check = async (command: string, ...words: string[]): Promise<Count> => {
  const ok = (await run(command, ...words)) === 0;
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1 };
};

async function vitest(project: string): Promise<Count> {
  const report = join(reports, `${project}.json`);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const code = await run("vitest", "run", "--project", project, ...reporters);
  const { numPassedTests, numFailedTests } = readReport(report);
  // A file that does not even load has no failed test of its own.
  return { passed: numPassedTests, failed: code === 0 ? numFailedTests : Math.max(1, numFailedTests) };
}

function readReport(file: string): { numPassedTests: number; numFailedTests: number } {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return { numPassedTests: 0, numFailedTests: 1 };
  }
}

function run(command: string, ...words: string[]): Promise<number> {
  const program = join(__dirname, "../node_modules/.bin", command);
  const child = spawn(program, words, { stdio: ["ignore", "inherit", "inherit"] });
  return new Promise((resolve) => {
    child.on("error", () => resolve(1));
    child.on("exit", (code) => resolve(code ?? 1));
  });
}

main().finally(() => rmSync(reports, { recursive: true, force: true }));
