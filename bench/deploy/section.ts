import { type Engine, findEngine } from "../../test/e2e/engine";
import { installed } from "../../test/support/tools";
import { trust } from "../../test/support/trust";
import { farmUrls, removeAll } from "../ours";
import { Project } from "../pulumi";
import { digits, ratios, shown, spreadOf } from "../report/spread";
import { table, targetTable } from "../report/table";
import type { Section } from "../section";
import { answers, Compose } from "./compose";

/** Those with a target come first: time may be up before the last. */
const sizes = [3, 100, 10, 50];
const tools = ["Homeport", "Compose"] as const;
const steps = ["from nothing", "unchanged", "one service changed"] as const;

type Tool = (typeof tools)[number];
type Step = (typeof steps)[number];
/** Seconds, repeat by repeat, by tool, step and number of services. */
type Times = Map<string, number[]>;
const key = (tool: Tool, step: Step, size: number): string => `${tool} ${step} ${size}`;

export const deploy: Section = {
  title: "Deploy",
  async measure({ repeats, trial, say, late }) {
    const engine = findEngine();
    if ("missing" in engine) return `Left out: ${engine.missing}.`;
    await installed("docker-compose", "docker-compose");
    const times: Times = new Map();
    const note = (tool: Tool, size: number, seconds: readonly number[]) => {
      say(`deploy: ${size} services, ${tool}: ${seconds.map(digits).join(", ")} s`);
      steps.forEach((step, at) => {
        const name = key(tool, step, size);
        times.set(name, [...(times.get(name) ?? []), seconds[at] as number]);
      });
    };
    const measured: number[] = [];
    const wanted = trial ? sizes.slice(0, 1) : sizes;
    for (const size of wanted.flatMap((one) => Array<number>(repeats).fill(one))) {
      if (late()) break;
      try {
        const seconds = [await withPulumi(engine, size), await withCompose(size)];
        for (const [at, tool] of tools.entries()) note(tool, size, seconds[at] ?? []);
        measured.push(size);
      } catch (error) {
        // What has been measured is worth more than nothing.
        say(`deploy: ${size} services: ${(error as Error).message}`);
      }
    }
    return report(times, measured);
  },
};

async function withPulumi(engine: Engine, size: number): Promise<number[]> {
  const project = new Project(engine);
  try {
    await project.open({ "bench:services": size, "bench:drainSeconds": 0 });
    const created = await project.up();
    trust(farmUrls.https, await project.output("authority"));
    for (const service of [1, size]) await require200(service, "first");
    const unchanged = await project.preview();
    project.configure({ "bench:answer": "second" });
    const changed = await project.up();
    await require200(1, "second");
    return [created, unchanged, changed];
  } finally {
    project.close();
    await removeAll();
  }
}

/** A finished update is one whose services answer: Homeport has waited for that itself. */
async function require200(service: number, answer: string): Promise<void> {
  if (!(await answers(farmUrls.https, service, answer)))
    throw new Error(`after the update, service ${service} does not answer "${answer}"`);
}

async function withCompose(size: number): Promise<number[]> {
  const compose = new Compose(size);
  try {
    const created = await compose.up("first");
    const unchanged = await compose.up("first");
    compose.write("second");
    return [created, unchanged, await compose.up("second")];
  } finally {
    compose.close();
    await removeAll();
  }
}

/** @param measured the number of services of each repeat that there was time for */
function report(times: Times, measured: readonly number[]): string {
  const wanted = [...new Set(measured)].sort((a, b) => a - b);
  const of = (tool: Tool, step: Step, size: number) => times.get(key(tool, step, size)) ?? [];
  const found = (values: readonly number[]) => (values.length > 0 ? spreadOf(values) : undefined);
  const created = (size: number) =>
    found(ratios(of("Homeport", "from nothing", size), of("Compose", "from nothing", size)));
  const preview = (size: number) => found(of("Homeport", "unchanged", size));
  const rows = wanted.flatMap((size) =>
    tools.map((tool) => [
      `${size} × ${tool}`,
      ...steps.map((step) => shown(spreadOf(of(tool, step, size)), digits)),
    ]),
  );
  return [
    "Seconds as min – median – max. Both make the same network, router, gate, farm and services (one container each, the test suite's echo server), and both are measured until every service answers through the whole road. Homeport's farm ends TLS, with an authority and a certificate for each service, which are made with it; Compose's has plain HTTP. Homeport: `pulumi up --yes --skip-preview` and, unchanged, `pulumi preview`; Compose: `docker-compose up --detach`. Draining is set to 0 seconds: with the default, an update that takes a container away waits another 5 seconds for its running requests, which Compose does not wait for at all.",
    targetTable([
      { what: "3 services from nothing, Homeport / Compose", atMost: 2, found: created(3) },
      { what: "100 services from nothing, Homeport / Compose", atMost: 1.2, found: created(100) },
      { what: "Unchanged preview, 3 services", atMost: 1.5, unit: " s", found: preview(3) },
      { what: "Unchanged preview, 100 services", atMost: 4, unit: " s", found: preview(100) },
    ]),
    table(["Services × tool", ...steps], rows),
    `Repeats: ${wanted.map((size) => `${measured.filter((one) => one === size).length} with ${size} services`).join(", ")}.`,
  ].join("\n\n");
}
