import { findEngine } from "../test/e2e/engine";
import { type LoadReport, start } from "../test/support/load";
import { trust } from "../test/support/trust";
import { pause } from "../test/support/wait";
import { domain, farmUrls } from "./ours";
import { Project } from "./pulumi";
import { digits, shown, spreadOf } from "./report/spread";
import { table, targetTable } from "./report/table";
import type { Run, Section } from "./section";

const loads = [
  { what: "200 requests/s", rate: 200, newConnections: false },
  { what: "200 requests/s, each on a new connection", rate: 200, newConnections: true },
  { what: "1000 requests/s", rate: 1_000, newConnections: false },
] as const;
type Kind = (typeof loads)[number];

/** What is changed, and to what in each of two states, so that it can be changed again and again. */
const changes = {
  "service replaced": [{ "bench:answer": "second" }, { "bench:answer": "first" }],
  "scaled from 2 to 4, or back": [{ "bench:replicas": 4 }, { "bench:replicas": 2 }],
  "router replaced": [{ "bench:routerLogLevel": "WARN" }, { "bench:routerLogLevel": "INFO" }],
  "farm changed": [{ "bench:serverSeconds": 120 }, { "bench:serverSeconds": 300 }],
} as const;

interface Observed {
  readonly change: string;
  readonly load: Kind;
  readonly seconds: number;
  readonly report: LoadReport;
}

/** Requests lost while a service of two replicas is asked at a steady rate. */
export const loss: Section = {
  title: "Loss",
  async measure(run) {
    const engine = findEngine();
    if ("missing" in engine) return `Left out: ${engine.missing}.`;
    const project = new Project(engine);
    try {
      await project.open({ "bench:services": 3, "bench:replicas": 2 });
      await project.up();
      trust(farmUrls.https, await project.output("authority"));
      return report(await changeAll(project, run));
    } finally {
      project.close();
    }
  },
};

async function changeAll(project: Project, { repeats, say, late }: Run): Promise<Observed[]> {
  const seen: Observed[] = [];
  let turn = 0;
  for (let repeat = 1; repeat <= repeats; repeat++)
    for (const load of loads) {
      say(`loss: repeat ${repeat} of ${repeats}, ${load.what}`);
      for (const [change, states] of Object.entries(changes)) {
        if (late()) return seen;
        project.configure({ ...states[turn % 2] });
        seen.push({ change, load, ...(await underLoad(load, project)) });
      }
      turn++;
    }
  return seen;
}

async function underLoad(kind: Kind, project: Project): Promise<{ seconds: number; report: LoadReport }> {
  const load = start({ origin: farmUrls.https, host: domain(), maxSeconds: 300, ...kind });
  try {
    await pause(1);
    const seconds = await project.up();
    await pause(2);
    return { seconds, report: await load.stop() };
  } catch (error) {
    await load.stop();
    throw error;
  }
}

function report(seen: readonly Observed[]): string {
  const rows = Object.keys(changes).flatMap((change) =>
    loads.map((load) => {
      const these = seen.filter((one) => one.change === change && one.load === load);
      const column = (pick: (one: Observed) => number) =>
        these.length > 0 ? shown(spreadOf(these.map(pick)), digits) : "–";
      return [
        `${change}, ${load.what}`,
        String(these.length),
        String(these.reduce((sum, one) => sum + one.report.sent, 0)),
        String(these.reduce((sum, one) => sum + one.report.failed, 0)),
        column((one) => one.report.p99),
        column((one) => one.report.max),
        column((one) => one.seconds),
      ];
    }),
  );
  const failures = seen.flatMap((one) => one.report.failures.map(({ what }) => `${one.change}: ${what}`));
  return [
    "HTTPS requests at a fixed rate to the farm's published port, on 32 kept connections or each on a new one with a whole handshake, from a second before an update with the real engine until two seconds after it. Lost is every request without a whole answer of status 200 within ten seconds; none is sent twice.",
    targetTable(
      loads.map((load) => {
        const lost = seen.filter((one) => one.load === load).map((one) => one.report.failed);
        const what = `Lost in one update, at ${load.what}`;
        return { what, atMost: 0, decides: "max", found: lost.length > 0 ? spreadOf(lost) : undefined };
      }),
    ),
    table(["Change", "repeats", "sent", "lost", "p99 ms", "longest ms", "update s"], rows),
    ...(failures.length > 0 ? [`What was lost: ${counted(failures)}.`] : []),
  ].join("\n\n");
}

function counted(lines: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  return [...counts].map(([line, count]) => `${count} × ${line}`).join("; ");
}
