import { readdirSync, readFileSync } from "node:fs";
import { type Engine, findEngine } from "../../test/e2e/engine";
import { memoryOf } from "../../test/support/containers";
import { mostDuring } from "../../test/support/sampling";
import { pause } from "../../test/support/wait";
import { furtherSubnets, marks, removeAll, subnets } from "../ours";
import { processorDuring } from "../processor";
import { Project } from "../pulumi";
import { spreadOf } from "../report/spread";
import type { Run } from "../section";
import { Home } from "./home";

/** A farm's host and so many further ones, by the real engine. */
export interface HostsSeen {
  readonly hosts: number;
  /** Seconds. */
  readonly created: number;
  readonly unchanged: number;
  readonly changed: number;
  readonly removed: number;
  /** Bytes that `pulumi` and all that it started had at most in an unchanged preview, pages that they share counted once. */
  readonly most: number;
  readonly resources: number;
  /** Bytes of the farm, and of router and gate of one further host. */
  readonly farm: number;
  readonly further: number;
  /** Milliseconds of the farm's processor time a second, with nobody there. */
  readonly processor: number;
}

const sizes = [1, 5, 19];

/** @returns nothing where there is no engine */
export async function measureHosts(run: Run): Promise<HostsSeen[]> {
  const engine = findEngine();
  if ("missing" in engine) {
    run.say(`growth: hosts are left out: ${engine.missing}`);
    return [];
  }
  const seen: HostsSeen[] = [];
  for (const hosts of run.trial ? sizes.slice(0, 1) : sizes) {
    if (run.late()) break;
    run.say(`growth: ${hosts} further hosts`);
    seen.push(await once(engine, hosts, run));
  }
  return seen;
}

async function once(engine: Engine, hosts: number, { repeats, trial }: Run): Promise<HostsSeen> {
  const project = new Project(engine, 'export * from "./bench/programs/grown";\n');
  try {
    await project.open({
      "homeport:network": { subnet: subnets.growth, bindAddress: "127.0.0.1" },
      "bench:further": furtherSubnets(hosts),
    });
    const created = await project.up();
    const [previews, most]: [number[], number[]] = [[], []];
    for (let repeat = 1; repeat <= repeats; repeat++)
      most.push(await mostHeldDuring(async () => void previews.push(await project.preview())));
    const { resources } = await project.state();
    await pause(trial ? 1 : 5);
    const home = await Home.of(marks);
    const farm = home.container("farm-haproxy");
    const [processor = 0] = await processorDuring([farm], trial ? 3 : 15);
    const further = ["router-1-traefik", "router-1-gate-haproxy"].map((name) =>
      memoryOf(home.container(name).Id),
    );
    const held = (await Promise.all(further)).reduce((sum, one) => sum + one, 0);
    const alone = await memoryOf(farm.Id);
    project.configure({ "bench:answer": "second" });
    const changed = await project.up();
    const removed = await project.destroy();
    return {
      ...{ hosts, created, changed, removed, resources, processor },
      unchanged: spreadOf(previews).median,
      most: Math.max(...most),
      farm: alone,
      further: held,
    };
  } finally {
    project.close();
    await removeAll();
  }
}

/** What all processes that this one has started hold at most, while `work` runs. */
async function mostHeldDuring(work: () => Promise<void>): Promise<number> {
  const before = heldBelow(process.pid);
  const [most = 0] = await mostDuring(async () => [heldBelow(process.pid) - before], 0.2, work);
  return most;
}

function heldBelow(pid: number): number {
  const parents = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((name) => [name, / \d+ \(.*\) \S (\d+) /.exec(` ${read(`/proc/${name}/stat`)}`)?.[1]] as const);
  const below = (of: string): string[] =>
    parents.filter(([, parent]) => parent === of).flatMap(([name]) => [name, ...below(name)]);
  return below(String(pid)).reduce(
    (sum, one) => sum + Number(/^Pss:\s+(\d+) kB/m.exec(read(`/proc/${one}/smaps_rollup`))?.[1] ?? 0) * 1_024,
    0,
  );
}

/** A process may have ended since. */
function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
