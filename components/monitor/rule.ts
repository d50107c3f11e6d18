import { npx } from "../shared/npx";
import { type AlertName, type Measured, measured } from "./alerts";
import type { Watched } from "./watched";

/** What is looked for, and what a person is told where it is found. */
export interface Finding {
  /** In Prometheus' language. */
  readonly expr: string;
  /** What is so. */
  readonly summary: string;
  /** What it is for visitors. */
  readonly means: string;
  /** What to type next. */
  readonly next: string;
}

/** How alerts of one kind are found; those that there is nothing of are left out. */
export type Findings = (watched: Watched, at: Of) => Partial<Record<AlertName, Finding>>;

/** From which value on an alert is told. */
export type Of = (name: AlertName) => number;

export const valuesOf =
  ({ thresholds }: Watched): Of =>
  (name) =>
    measured(name, thresholds).value;

type Lasting = Pick<Measured, "afterSeconds" | "keepSeconds">;

/** How long something has been so when it is told, and has been over when that is told: by looks, of which there is one every so many seconds. */
export function lastingOf({ afterSeconds, keepSeconds }: Lasting, everySeconds: number) {
  const looks = (seconds: number) => Math.ceil(seconds / everySeconds) * everySeconds;
  return { after: looks(afterSeconds), keep: looks(keepSeconds) };
}

/** A rule in Prometheus' words. */
export function renderRule(
  alert: string,
  measured: Lasting & { readonly weight: string },
  { expr, summary, means, next }: Finding,
  everySeconds: number,
) {
  const { weight, afterSeconds, keepSeconds } = measured;
  const { after, keep } = lastingOf(measured, everySeconds);
  return {
    alert,
    expr,
    ...(afterSeconds > 0 ? { for: `${afterSeconds}s` } : {}),
    ...(keepSeconds > 0 ? { keep_firing_for: `${keepSeconds}s` } : {}),
    labels: { weight },
    annotations: {
      ...{ summary, means, next },
      ...(after > 0 ? { after: String(after) } : {}),
      ...(keep > 0 ? { keep: String(keep) } : {}),
    },
  };
}

/** As it was told last: that nobody could be asked for a while is no end of what goes on for days. */
export const lately = (figure: string): string => `last_over_time(${figure}[30m])`;

/**
 * Messages that could not be sent lately. One that fails is given up and begun anew every two looks, as Alertmanager's
 * groups are told, and no sooner than after 10 s: so it goes on in between, and is over soon after one was taken.
 */
export const notSent = (everySeconds: number, matchers = ""): string =>
  `sum(increase(alertmanager_notifications_failed_total${matchers && `{${matchers}}`}[${Math.max(6 * everySeconds, 30)}s])) > 0`;

/** A label's value, as texts of rules name it. */
export const label = (name: string): string => `{{ $labels.${name} }}`;

/** The value that was found, in whole numbers. */
export const found = '{{ printf "%.0f" $value }}';

/** What is typed elsewhere: where is said as the shell's comment, so that the whole line can be pasted. */
export const typedAt = (command: string, where: string): string => `${command} # ${where}`;

/** What is typed on the host that an alert is about: it says what no command of ours does. */
export const onHost = (command: string): string => typedAt(command, `on ${label("host")}`);

export const homeport = ({ stack }: Watched, words: string, ...options: string[]): string =>
  npx(`homeport ${[words, "--stack", stack, ...options].join(" ")}`);
