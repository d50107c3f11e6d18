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
  /** What it is about, by labels as `service` and `host`. */
  readonly about: Readonly<Record<string, string>>;
}

interface Told {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
  /** When Prometheus told it last. */
  readonly updatedAt: string;
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
  // What goes on is told again each minute; what is of before Prometheus went goes on here without it.
  const farm = all.find(
    ({ labels, updatedAt }) =>
      labels.alertname === "FarmGone" && now - Date.parse(updatedAt) / 1000 <= patience,
  );
  const missing = farm ? heldBack(monitor, farm) : silent(monitor, now, started);
  return [
    ...(isAlive ? [] : [missing]),
    ...all
      // What is told nobody whatever is set: the heartbeat, and what only mutes.
      .filter(({ labels }) => labels.weight !== "none")
      .map(({ labels, annotations, startsAt, receivers }) => ({
        name: labels.alertname ?? "",
        weight: labels.weight ?? "",
        what: annotations.summary ?? "",
        means: annotations.means ?? "",
        since: begun(startsAt, annotations.after),
        next: annotations.next ?? "",
        muted: receivers.every(({ name }) => name === "nobody"),
        about: Object.fromEntries(
          ["service", "volume", "router", "host", "domain", "page"].flatMap((one) => {
            const value = labels[one];
            return value === undefined ? [] : [[one, value]];
          }),
        ),
      }))
      .sort((a, b) => byCode(a.since, b.since) || byCode(a.what, b.what)),
  ];
}

/** It was told when it had been so for some time. */
const begun = (told: string, after = "0"): string =>
  new Date(Date.parse(told) - Number(after) * 1000).toISOString();

/** Whoever reads no messages hears by that alone that no visitor gets anything. */
const heldBack = (
  { name }: Pick<FoundMonitor, "name">,
  { startsAt, annotations: { after, next = "" } }: Told,
): AlertFacts => ({
  name: heartbeat,
  weight: "notice",
  what: `${name}: its heartbeat is held back, as the farm is gone: whoever waits for it (deadMan) is to sound too`,
  means: "Nothing. People are told of faults all the same.",
  since: begun(startsAt, after),
  next,
  muted: false,
  about: {},
});

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
  about: {},
});
