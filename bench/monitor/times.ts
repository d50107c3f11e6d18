import { company } from "../../components/monitor/alertmanager";
import { type AlertName, alertNames, measured } from "../../components/monitor/alerts";

/** How long it takes from a fault to the message, in seconds, by how often a monitor looks and what its rules wait for. */
export interface Delay {
  readonly least: number;
  readonly most: number;
}

/** What an agent tells, it has looked at before it is asked. */
const byAgent: readonly AlertName[] = [
  "ServiceGone",
  "ServiceHalfGone",
  "ContainerAway",
  "ContainerRestarts",
  "ContainerNearItsLimit",
];

/** Whoever waits for a page that answers nothing waits for as long as this. */
const patience: Partial<Record<AlertName, number>> = { PageGone: 10, FarmGone: 10, HostGone: 3 };

/**
 * The delay of an alert by the table: a figure is taken every so many seconds, the rules are looked at as often, what
 * is found has to last, and a message waits for others that belong to it.
 */
export function delayOf(name: AlertName, everySeconds: number): Delay {
  const { afterSeconds, weight } = measured(name, {});
  const grouped = everySeconds * company[weight];
  const least = Math.ceil(afterSeconds / everySeconds) * everySeconds + grouped;
  const looks = byAgent.includes(name) ? 3 : 2;
  return { least, most: least + looks * everySeconds + (patience[name] ?? 0) };
}

export const delays = (everySeconds: number): readonly (readonly [AlertName, Delay])[] =>
  alertNames.map((name) => [name, delayOf(name, everySeconds)]);
