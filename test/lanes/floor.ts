import { readdirSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { type Report, readReport } from "../floor";
import { waitingFor } from "../support/exclusive";
import { type Holder, inTurn } from "../support/turn";
import { type Lane, machine, openLane } from "./lane";
import { seconds, secondsOfOthers } from "./seconds";
import { handOut } from "./share";

/** Runs files in a lane, and writes their report. Gives Vitest's exit code. */
type Run = (lane: Lane, report: string, files: readonly string[]) => Promise<number>;

/** Does something with the lanes that tests may run in side by side on this machine. */
export async function withLanes<T>(
  say: (line: string) => void,
  action: (lanes: readonly Lane[]) => Promise<T>,
): Promise<T> {
  const waiting = (holder: Holder) => say(waitingFor(holder));
  return inTurn("lanes", waiting, async () => {
    const further = await openFurther(lanesWanted() - 1, say);
    try {
      return await action([machine, ...further]);
    } finally {
      await Promise.all(further.map((lane) => lane.close()));
    }
  });
}

/** One more than there are processors, as much of a test is waiting; each takes a gigabyte or two. */
const lanesWanted = (): number =>
  Number(process.env.HOMEPORT_TEST_LANES) || Math.min(4, availableParallelism() + 1);

async function openFurther(count: number, say: (line: string) => void): Promise<Lane[]> {
  const opened = await Promise.allSettled(Array.from({ length: count }, (_, at) => openLane(at + 2)));
  for (const one of opened) if (one.status === "rejected") say(`a lane less: ${one.reason.message}`);
  return opened.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
}

/** Runs all files of a folder, and writes one report. */
export async function runInLanes(
  lanes: readonly Lane[],
  folder: string,
  report: string,
  run: Run,
): Promise<number> {
  const reports: Report[] = [];
  let [parts, worst] = [0, 0];
  await handOut(weighed(folder), lanes, async (lane, files) => {
    const part = `${report}.${++parts}`;
    const code = await run(lane, part, files);
    worst = Math.max(worst, code);
    reports.push(readReport(part, files));
  });
  writeFileSync(report, JSON.stringify(merged(reports)));
  return worst;
}

/** The files of tests in a folder, by their absolute names, and what they weigh. */
const weighed = (folder: string) =>
  (readdirSync(folder, { recursive: true }) as string[])
    .filter((file) => file.endsWith(".test.ts"))
    .map((file) => ({ file: join(folder, file), seconds: seconds[file] ?? secondsOfOthers }));

const merged = (reports: readonly Report[]): Report => ({
  numPassedTests: sum(reports.map(({ numPassedTests }) => numPassedTests)),
  numFailedTests: sum(reports.map(({ numFailedTests }) => numFailedTests)),
  testResults: reports.flatMap(({ testResults }) => testResults),
});

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
