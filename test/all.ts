/** `npm test`: every floor from the ground up, and one line at the end that counts. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { e2eUnavailable } from "./e2e/engine";
import { type Count, runFloor } from "./floor";
import { buildTestImages } from "./images/build";
import { ensureEngine } from "./sandbox/engine";
import { installed } from "./support/tools";
import { vmUnavailable } from "./vm/hypervisor";

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
  { name: "sandbox", run: () => vitest("sandbox", true) },
  { name: "machines", run: () => vitest("machines", true) },
  { name: "e2e", run: () => vitest("e2e", true), unavailable: e2eUnavailable },
  { name: "vm", run: () => vitest("vm", true), unavailable: vmUnavailable },
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
  const unsteady = counts.flatMap((count) => count.unsteady ?? []);
  if (unsteady.length > 0) say(`\npassed only when run again by itself:\n  ${unsteady.join("\n  ")}`);
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

const vitest = (project: string, again = false): Promise<Count> =>
  runFloor(mkdtempSync(join(reports, project)), again, (report, files) => {
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
    return run("vitest", "run", "--project", project, ...reporters, ...files);
  });

function run(command: string, ...words: string[]): Promise<number> {
  const program = join(__dirname, "../node_modules/.bin", command);
  const child = spawn(program, words, { stdio: ["ignore", "inherit", "inherit"] });
  return new Promise((resolve) => {
    child.on("error", () => resolve(1));
    child.on("exit", (code) => resolve(code ?? 1));
  });
}

main().finally(() => rmSync(reports, { recursive: true, force: true }));
