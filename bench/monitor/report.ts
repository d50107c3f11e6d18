import { digits, type Spread, shown, spreadOf } from "../report/spread";
import { table, targetTable } from "../report/table";
import { everySeconds } from "./faults";
import { further, parts } from "./home";
import { bytesOfMonth, type Kept, shownMonth } from "./kept";
import type { Made } from "./page";
import { type Seen, seconds, settleSeconds } from "./seen";
import { asked, type Measured, type Taken } from "./taken";

const mebibytes = (bytes: number): number => bytes / 2 ** 20;
const near = parts.filter((part) => part !== further);
const sum = (measured: Measured, pick: (taken: Taken) => number): number =>
  near.reduce((total, part) => total + pick(measured[part]), 0);

export function report(seen: Seen): string {
  const { idle, late } = seen;
  const spread = (pick: (measured: Measured) => number) => spreadOf(idle.map(pick));
  return [
    `A home with ten services on one host, one on another, backups, a page, and a monitor by its defaults: figures each ${everySeconds} s. Nobody asks it for anything but the monitor itself. ${idle.length} times ${seconds} seconds, from ${settleSeconds} seconds after the start on.`,
    targetTable([
      {
        what: "Memory of the whole on the farm's host, resident",
        atMost: 190,
        unit: " MB",
        found: spread((one) => sum(one, ({ resident }) => resident / 1e6)),
      },
      {
        what: "The same with 30 days to show",
        atMost: 190,
        unit: " MB",
        found: spreadOf([sum(late, ({ resident }) => resident / 1e6)]),
      },
      {
        what: "Memory on each further host, resident",
        atMost: 30,
        unit: " MB",
        found: spread((one) => one[further].resident / 1e6),
      },
      {
        what: "Processor time of the whole on the farm's host, of a core",
        atMost: 1.5,
        unit: " %",
        found: spread((one) => sum(one, ({ processor }) => processor / 10)),
      },
      {
        what: "The same with 30 days to show",
        atMost: 1.5,
        unit: " %",
        found: spreadOf([sum(late, ({ processor }) => processor / 10)]),
      },
      {
        what: "Figures of 30 days",
        atMost: 512,
        unit: " MiB",
        found: spreadOf([mebibytes(bytesOfMonth(seen.kept))]),
      },
    ]),
    takenTable(idle, late),
    "Resident is what `ps` tells of each process: pages of programs that several share are counted for each, and the four programs of these test images are four official images elsewhere. Held is what the kernel's group has without files that it could drop. Both and processor time are of the groups of the containers. Farm and router are no parts of the monitor: what they take here is for its questions, as nobody else asks.",
    "### Kept\n",
    keptTable(seen.kept),
    shownMonth(seen.kept),
    "### The page\n",
    pageTable(seen),
  ]
    .join("\n\n")
    .replaceAll("\n\n\n", "\n\n");
}

const pair = (spread: Spread): string => shown(spread, digits);

function takenTable(idle: readonly Measured[], late: Measured): string {
  const row = (name: string, pick: (measured: Measured) => Taken) => [
    name,
    pair(spreadOf(idle.map((one) => mebibytes(pick(one).resident)))),
    pair(spreadOf(idle.map((one) => mebibytes(pick(one).held)))),
    digits(mebibytes(pick(late).resident)),
    digits(mebibytes(pick(late).held)),
    pair(spreadOf(idle.map((one) => pick(one).processor))),
    digits(pick(late).processor),
  ];
  const together = (measured: Measured): Taken => ({
    resident: sum(measured, ({ resident }) => resident),
    held: sum(measured, ({ held }) => held),
    processor: sum(measured, ({ processor }) => processor),
  });
  return table(
    [
      ...["Container", "resident, MiB", "held, MiB", "resident with 30 days, MiB", "held with them, MiB"],
      ...["ms/s", "ms/s with 30 days"],
    ],
    [
      ...near.map((part) => row(part, (one) => one[part])),
      row("together", together),
      row("agent of a further host", (one) => one[further]),
      ...asked.map((name) => row(`(${name})`, (one) => one[name])),
    ],
  );
}

const keptTable = ({ series, names }: Kept): string =>
  table(
    ["Series", "count"],
    [["all", digits(series)], ...names.map(({ name, value }) => [`\`${name}\``, String(value)])],
  );

const pageTable = ({ young, old }: Seen): string => {
  const row = (what: string, made: Made) => [
    what,
    digits(made.milliseconds),
    digits(made.processor),
    digits(made.bytes),
  ];
  return table(
    ["Made once", "ms", "ms of processor time", "bytes"],
    [row("minutes after the start", young), row("with 30 days to show", old)],
  );
};
