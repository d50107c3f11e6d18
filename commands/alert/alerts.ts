import { heartbeat } from "../../components/monitor/rules";
import { byCode } from "../../components/shared/order";

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

/** Reads what Alertmanager tells, but for what is always told. */
export const parseAlerts = (text: string): AlertFacts[] =>
  (JSON.parse(text) as Told[])
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
    .sort((a, b) => byCode(a.since, b.since) || byCode(a.what, b.what));
