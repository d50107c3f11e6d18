import { npx } from "../../components/shared/npx";
import { ago } from "../status/render/units";
import { looked } from "./ask";
import type { FoundMonitor } from "./find";
import type { AlertReport } from "./report";
import type { TestOutcome } from "./trial";

export function renderTest(
  { receivers, taken, missing, prometheus, heartbeat }: TestOutcome,
  found: FoundMonitor,
): string {
  const { name, stack, tells } = found;
  const lines = [
    taken >= receivers
      ? `${name} of ${stack}: the message was taken (${tells.join(", ")})`
      : `${name} of ${stack}: ${taken} of ${receivers} have taken the message; not by ${missing.join(", ")}; ${npx(`homeport logs ${name} --stack ${stack}`)} says why`,
    ...(prometheus
      ? []
      : [
          `but its Prometheus does not run: nobody is told of a fault, and no heartbeat was sent; what helps: ${looked(found)}`,
        ]),
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
