import { npx } from "../../components/shared/npx";
import type { Leftover } from "./find";

/** What was found of a stack. */
export interface Found {
  /** The stack or environment, as a person calls it. */
  readonly of: string;
  /** The stack by which the next command is called. */
  readonly stack: string | undefined;
  readonly left: readonly Leftover[];
  readonly pending: readonly string[];
  /** Hosts that could not be looked at, and why. */
  readonly unseen: readonly string[];
}

/** Renders what was found, for a terminal. */
export function renderFound({ of, stack, left, pending, unseen }: Found): string {
  const kept = left.filter(({ data }) => data !== undefined);
  const cut = left.filter(({ data, goes }) => data === undefined && !goes);
  const going = left.filter(({ data, goes }) => data === undefined && goes);
  const sections = [
    ...section(
      "Left by an update that was cut off, runs at this moment, or has another state; --clear removes it",
      cut.map(renderLeftover),
    ),
    ...section("Replaced; goes with the next update", going.map(renderLeftover)),
    ...section(
      "Kept for the data; used again when the service returns, or --remove NAME",
      kept.map(renderLeftover),
    ),
    ...section("Begun and never ended", pending),
    ...(pending.length > 0
      ? [
          `Where no update runs: ${npx(`pulumi refresh --clear-pending-creates --stack ${stack}`)}, then ${npx("pulumi up")}`,
        ]
      : []),
    ...section("Not looked at", unseen),
  ];
  return sections.length > 0 ? `${sections.join("\n")}\n` : `Nothing is left of ${of}.\n`;
}

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length > 0 ? [`${title}:`, ...lines.map((line) => `  ${line}`)] : [];

function renderLeftover(one: Leftover): string {
  const { host, kind, name, component, data, status, since, usedBy, runningOn } = one;
  const what = data === undefined ? `of ${component}` : `volume "${data}" of ${component}`;
  const running = new Set(runningOn);
  const users = usedBy.map((user) => (running.has(user) ? `${user}, which runs` : user));
  return [
    `${host}: ${kind} ${name}`,
    what,
    ...(status === undefined ? [] : [status]),
    ...(since === undefined ? [] : [`since ${since.slice(0, 10)}`]),
    ...(users.length > 0 ? [`used by ${users.join("; ")}`] : []),
  ].join(" · ");
}

/** One line for each thing that goes, or would. */
export const renderRemoval = (chosen: readonly Leftover[], done: boolean): string =>
  chosen
    .map(
      ({ host, kind, name, data }) =>
        `${done ? "removed" : "would remove"}  ${host}: ${kind} ${name}${data === undefined ? "" : ", with all data in it"}\n`,
    )
    .join("");
