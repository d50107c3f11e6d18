import { npx } from "../../components/shared/npx";
import { ago } from "../status/render/units";
import type { FoundMonitor } from "./find";
import type { AlertReport } from "./report";

/** What came of a test. */
export interface TestOutcome {
  readonly isWell: boolean;
  /** How many receivers there are, and how many have taken the message. */
  readonly receivers: number;
  readonly taken: number;
  /** Whether whoever waits for the heartbeat took it. @default nobody waits for it */
  readonly heartbeat?: boolean;
}

export function parseTest(
  text: string,
  { tells, deadMan }: Pick<FoundMonitor, "tells" | "deadMan">,
): TestOutcome {
  const [taken = 0, beats = 0] = (text.trim().split("\n").at(-1) ?? "").split(" ").map(Number);
  return {
    isWell: taken >= tells.length && (!deadMan || beats > 0),
    receivers: tells.length,
    taken,
    ...(deadMan ? { heartbeat: beats > 0 } : {}),
  };
}

export function renderTest(
  { receivers, taken, heartbeat }: TestOutcome,
  { name, stack, tells }: FoundMonitor,
): string {
  const who = tells.join(", ");
  const lines = [
    taken >= receivers
      ? `${name} of ${stack}: the message was taken (${who})`
      : `${name} of ${stack}: ${taken} of ${receivers} have taken the message (${who}); ${npx(`homeport logs ${name} --stack ${stack}`)} says why`,
    ...(heartbeat === undefined
      ? []
      : [
          heartbeat ? "the heartbeat is taken" : "whoever waits for the heartbeat (deadMan) does not take it",
        ]),
  ];
  return `${lines.join("\n")}\n`;
}

export const renderAlerts = (
  { alerts, unknown }: Pick<AlertReport, "alerts" | "unknown">,
  { name, stack }: Pick<FoundMonitor, "name" | "stack">,
  now: number,
): string =>
  alerts.length === 0 && unknown.length === 0
    ? `${name} of ${stack} finds nothing wrong\n`
    : [
        ...alerts.map(
          ({ name: alert, weight, what, means, since, next, muted }) =>
            `${weight} ${alert}, since ${ago(since, now)}${muted ? ", told nobody" : ""}\n  ${what}\n  ${means}\n  next: ${next}\n`,
        ),
        ...unknown.map(
          (figure) =>
            `nothing tells ${figure}, which a rule of ${name} asks for: it would find nothing\n  next: ${npx(`homeport logs ${name} --stack ${stack}`)}\n`,
        ),
      ].join("");
