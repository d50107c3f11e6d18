import { ago } from "../status/render/units";
import type { AlertFacts } from "./alerts";
import type { FoundMonitor } from "./find";

/** What came of a test. */
export interface TestOutcome {
  readonly isWell: boolean;
  /** How many receivers there are, and how many have taken the message. */
  readonly receivers: number;
  readonly taken: number;
  /** What became of the heartbeat so far. @default nobody waits for it */
  readonly heartbeat?: { readonly sent: number; readonly lost: number };
}

export function parseTest(
  text: string,
  { tells, deadMan }: Pick<FoundMonitor, "tells" | "deadMan">,
): TestOutcome {
  const [taken = 0, sent = 0, lost = 0] = (text.trim().split("\n").at(-1) ?? "").split(" ").map(Number);
  return {
    isWell: taken >= tells.length && (!deadMan || lost < sent),
    receivers: tells.length,
    taken,
    ...(deadMan ? { heartbeat: { sent, lost } } : {}),
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
      : `${name} of ${stack}: ${taken} of ${receivers} have taken the message (${who}); homeport logs ${name} --stack ${stack} says why`,
    ...(heartbeat
      ? [
          heartbeat.lost < heartbeat.sent
            ? "the heartbeat is taken"
            : `nobody takes the heartbeat: of ${heartbeat.sent} sent, ${heartbeat.lost} were lost`,
        ]
      : []),
  ];
  return `${lines.join("\n")}\n`;
}

export const renderAlerts = (
  alerts: readonly AlertFacts[],
  { name, stack }: Pick<FoundMonitor, "name" | "stack">,
  now: number,
): string =>
  alerts.length === 0
    ? `${name} of ${stack} finds nothing wrong\n`
    : alerts
        .map(
          ({ name: alert, weight, what, means, since, next, muted }) =>
            `${weight} ${alert}, since ${ago(since, now)}${muted ? ", told nobody" : ""}\n  ${what}\n  ${means}\n  next: ${next}\n`,
        )
        .join("");
