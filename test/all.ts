/** `npm test`: every floor from the ground up, or those that are named, and one line at the end that counts. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { e2eUnavailable } from "./e2e/engine";
import { type Count, runFloor } from "./floor";
import { buildTestImages } from "./images/build";
import { runInLanes, withLanes } from "./lanes/floor";
import { type Lane, machine } from "./lanes/lane";
import { runOn } from "./lanes/run";
import { ensureEngine } from "./sandbox/engine";
import { installed } from "./support/tools";
import { vmUnavailable } from "./vm/hypervisor";

interface Floor {
  readonly name: string;
  readonly run: () => Promise<Count>;
  /** A floor, once a run, that begins beside this one where it is wanted: much of it is waiting. */
  readonly meanwhile?: string;
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
  { name: "unit", run: () => vitest("unit"), meanwhile: "engine and images" },
  { name: "graph", run: () => vitest("graph") },
  { name: "engine and images", run: once(prepareEngine) },
  { name: "sandbox", run: () => withLanes((line) => say(`    ${line}`), sandbox) },
  { name: "machines", run: () => vitest("machines") },
  { name: "e2e", run: () => vitest("e2e"), unavailable: e2eUnavailable },
  { name: "vm", run: () => vitest("vm"), unavailable: vmUnavailable },
];

async function main(): Promise<void> {
  const counts: Count[] = [];
  const skipped: string[] = [];
  const wanted = chosen(process.argv.slice(2));
  for (const [at, { name, run, meanwhile, unavailable }] of wanted.entries()) {
    const reason = await unavailable?.();
    if (reason) {
      say(`\n${at + 1}/${wanted.length} ${name}: skipped: ${reason}`);
      skipped.push(name);
      continue;
    }
    say(`\n${at + 1}/${wanted.length} ${name}`);
    const start = Date.now();
    void wanted.find((other) => other.name === meanwhile)?.run();
    const count = await run();
    say(`    ${count.passed} passed, ${count.failed} failed, ${((Date.now() - start) / 1000).toFixed(1)} s`);
    counts.push(count);
  }
  const passed = counts.reduce((sum, count) => sum + count.passed, 0);
  const failed = counts.reduce((sum, count) => sum + count.failed, 0);
  process.exitCode = failed > 0 ? 1 : 0;
  const failures = counts.flatMap((count) => count.failures);
  if (failures.length > 0) say(`\nfailed:\n  ${failures.join("\n  ")}`);
  const unsteady = counts.flatMap((count) => count.unsteady ?? []);
  if (unsteady.length > 0) say(`\npassed only when run again by itself:\n  ${unsteady.join("\n  ")}`);
  say(skipped.length > 0 ? `\nskipped: ${skipped.join(", ")}` : "");
  say(`${passed} passed, ${failed} failed`);
}

function chosen(names: readonly string[]): readonly Floor[] {
  const unknown = names.find((name) => !floors.some((floor) => floor.name === name));
  if (unknown === undefined) return floors.filter(({ name }) => names.length === 0 || names.includes(name));
  say(`there is no floor "${unknown}"; there are: ${floors.map(({ name }) => `"${name}"`).join(", ")}`);
  process.exit(2);
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

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let begun: Promise<T> | undefined;
  return () => {
    begun ??= work();
    return begun;
  };
}

async function succeeds(work: () => Promise<void>): Promise<Count> {
  try {
    await work();
    return { passed: 1, failed: 0, failures: [] };
  } catch (error) {
    const { message } = error as Error;
    say(`    ${message}`);
    return { passed: 0, failed: 1, failures: [message] };
  }
}

const check = async (command: string, ...words: string[]): Promise<Count> => {
  const ok = (await run(command, ...words)) === 0;
  return ok ? { passed: 1, failed: 0, failures: [] } : { passed: 0, failed: 1, failures: [command] };
};

/** What failed, once more with nothing beside it. */
const vitest = (project: string): Promise<Count> =>
  runFloor(mkdtempSync(join(reports, project)), (report, files) => vitestOn(machine, project, report, files));

/** The same in lanes. */
const sandbox = (lanes: readonly Lane[]): Promise<Count> =>
  runFloor(mkdtempSync(join(reports, "sandbox")), (report, files) =>
    files.length > 0
      ? vitestOn(machine, "sandbox", report, files)
      : runInLanes(lanes, join(__dirname, "sandbox"), report, (lane, part, share) =>
          vitestOn(lane, "sandbox", part, share),
        ),
  );

function vitestOn(lane: Lane, project: string, report: string, files: readonly string[]): Promise<number> {
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  // Two at once would read of the cache what the other one has half written.
  return runOn(lane, "vitest", "run", "--no-cache", "--project", project, ...reporters, ...files);
}

const run = (command: string, ...words: string[]): Promise<number> => runOn(machine, command, ...words);

main().finally(() => rmSync(reports, { recursive: true, force: true }));
