import { heartbeat } from "../../components/monitor/rules";
import { npx } from "../../components/shared/npx";
import { byCode } from "../../components/shared/order";
import type { FoundMonitor } from "./find";

/** An alert that there is now. */
export interface AlertFacts {
  readonly name: string;
  readonly weight: string;
  /** What is so. */
  readonly what: string;
  /** What it is for visitors. */
  readonly means: string;
  readonly since: string;
  /** What to type next. */
  readonly next: string;
  /** Whether it is told to nobody. */
  readonly muted: boolean;
}

interface Told {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly receivers: readonly { readonly name: string }[];
}

/** For how long Prometheus may be silent, in seconds: while it is started anew, nothing is amiss. */
const patience = 300;

/** Reads what Alertmanager tells, but for what is always told. That this is missing is the first alert: nothing new is found then. */
export function parseAlerts(text: string, monitor: Pick<FoundMonitor, "name" | "stack">): AlertFacts[] {
  const end = text.indexOf("\n");
  const [now = 0, started = 0] = text.slice(0, end).split(" ").map(Number);
  const all: Told[] = JSON.parse(text.slice(end));
  const isAlive = all.some(
    ({ labels, startsAt }) => labels.alertname === heartbeat && now - Date.parse(startsAt) / 1000 <= patience,
  );
  return [
    ...(isAlive ? [] : [silent(monitor, now, started)]),
    ...all
      .filter(({ labels }) => labels.alertname !== heartbeat)
      .map(({ labels, annotations, startsAt, receivers }) => ({
        name: labels.alertname ?? "",
        weight: labels.weight ?? "",
        what: annotations.summary ?? "",
        means: annotations.means ?? "",
        since: startsAt,
        next: annotations.next ?? "",
        muted: receivers.every(({ name }) => name === "nobody"),
      }))
      .sort((a, b) => byCode(a.since, b.since) || byCode(a.what, b.what)),
  ];
}

/** Right after its start nothing can have been heard. */
const silent = (
  { name, stack }: Pick<FoundMonitor, "name" | "stack">,
  now: number,
  started: number,
): AlertFacts => ({
  name: heartbeat,
  weight: now - started > patience ? "page" : "notice",
  what: `${name}: its heartbeat is missing: Prometheus does not run, or the farm is gone, or both have just begun`,
  means: "Nothing. But of faults nobody is told.",
  since: new Date(Math.max(started, now - patience) * 1000).toISOString(),
  next: npx(`homeport logs ${name} --stack ${stack}`),
  muted: false,
});
