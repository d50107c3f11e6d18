import { memoryOf } from "../test/support/containers";
import { pause } from "../test/support/wait";
import { domain } from "./ours";
import { digits, shown, spreadOf } from "./report/spread";
import { table, targetTable } from "./report/table";
import { deployEnvironment } from "./road/environment";
import { wrk } from "./road/wrk";
import type { Run, Section } from "./section";

const parts = ["farm", "router", "gate", "hairpin-1", "hairpin-2"] as const;
type Held = Record<(typeof parts)[number], number>;
const moments = ["idle", "after load"] as const;

/** What an environment takes beside its services: its processes, without files that the kernel may drop. */
export const memory: Section = {
  title: "Memory",
  async measure(run) {
    const measured: Held[][] = [];
    for (let repeat = 1; repeat <= run.repeats; repeat++) {
      run.say(`memory: repeat ${repeat} of ${run.repeats}`);
      measured.push(await once(run));
    }
    return report(measured);
  },
};

async function once({ trial }: Run): Promise<Held[]> {
  const deployed = await deployEnvironment("echo", 3);
  try {
    const held = async () => {
      const entries = parts.map(async (part) => [part, await memoryOf((await deployed.container(part)).Id)]);
      return Object.fromEntries(await Promise.all(entries)) as Held;
    };
    await pause(trial ? 1 : 5);
    const idle = await held();
    const door = { scheme: "https", address: await deployed.address("farm"), port: 443 } as const;
    await wrk({ ...door, path: "/", domain: domain(), connections: 32, seconds: trial ? 2 : 10 });
    await pause(trial ? 1 : 5);
    return [idle, await held()];
  } finally {
    await deployed.stop();
  }
}

const mebibytes = (bytes: number): number => bytes / 2 ** 20;
const total = (held: Held): number => mebibytes(parts.reduce((sum, part) => sum + held[part], 0));

function report(measured: readonly (readonly Held[])[]): string {
  const at = (moment: number) => measured.map((repeat) => repeat[moment] as Held);
  const row = (what: string, pick: (held: Held) => number) => [
    what,
    ...moments.map((_, moment) => shown(spreadOf(at(moment).map(pick)), digits)),
  ];
  return [
    "MiB that the containers' processes hold, as min – median – max, in an environment with three services: five seconds after its start, and five seconds after ten seconds of load on 32 connections with TLS.",
    targetTable(
      moments.map((moment, index) => ({
        what: `Farm, router, gate and hairpins together, ${moment}`,
        atMost: 100,
        unit: " MiB",
        found: spreadOf(at(index).map(total)),
      })),
    ),
    table(
      ["Container", ...moments],
      [...parts.map((part) => row(part, (held) => mebibytes(held[part]))), row("together", total)],
    ),
  ].join("\n\n");
}
