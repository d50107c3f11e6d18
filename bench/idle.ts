import { CertificatesOnHost } from "../test/sandbox/certificatesOnHost";
import { makeCertificate } from "../test/support/certificates";
import { pause } from "../test/support/wait";
import { domain } from "./ours";
import { processorDuring } from "./processor";
import { digits, shown, spreadOf } from "./report/spread";
import { table, targetTable } from "./report/table";
import { deployEnvironment } from "./road/environment";
import type { Run, Section } from "./section";

const parts = ["farm", "router", "gate", "keeper", "hairpin-1", "hairpin-2"] as const;
type Taken = Record<(typeof parts)[number], number>;

const services = 3;
/** What follows a start, as the first questions about health, is over by then. */
const settleSeconds = 60;
const seconds = 120;

/** What an environment takes while nobody asks it for anything. */
export const idle: Section = {
  title: "Idle",
  async measure(run) {
    const measured: Taken[] = [];
    for (let repeat = 1; repeat <= run.repeats; repeat++) {
      run.say(`idle: repeat ${repeat} of ${run.repeats}`);
      measured.push(await once(run));
    }
    return report(measured);
  },
};

async function once({ trial }: Run): Promise<Taken> {
  const host = new CertificatesOnHost();
  try {
    for (let service = 1; service <= services; service++)
      host.issue(domain(service), await makeCertificate({ names: [domain(service)] }));
    const deployed = await deployEnvironment("echo", services, {
      "homeport:certificates": { source: "files", directory: host.directory },
    });
    try {
      const all = await Promise.all(parts.map((part) => deployed.container(part)));
      await pause(trial ? 1 : settleSeconds);
      const taken = await processorDuring(all, trial ? 5 : seconds);
      return Object.fromEntries(parts.map((part, at) => [part, taken[at]])) as Taken;
    } finally {
      await deployed.stop();
    }
  } finally {
    host.remove();
  }
}

const total = (taken: Taken): number => parts.reduce((sum, part) => sum + taken[part], 0);

function report(measured: readonly Taken[]): string {
  const spread = (pick: (taken: Taken) => number) => spreadOf(measured.map(pick));
  const row = (what: string, pick: (taken: Taken) => number) => [what, shown(spread(pick), digits)];
  return [
    `Milliseconds of processor time in each second, as min – median – max, of an environment with ${services} services and certificates of files, whom nobody asks for anything: over ${seconds} seconds, beginning ${settleSeconds} seconds after its start. The engine's checks of health are in it as far as they run in the container.`,
    targetTable([
      {
        what: "Farm, router, gate, keeper and hairpins together",
        atMost: 5,
        unit: " ms/s",
        found: spread(total),
      },
    ]),
    table(
      ["Container", "ms/s"],
      [...parts.map((part) => row(part, (taken) => taken[part])), row("together", total)],
    ),
  ].join("\n\n");
}
