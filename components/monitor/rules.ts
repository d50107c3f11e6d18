import { stringify } from "yaml";
import { type AlertName, alertNames, measured } from "./alerts";
import { type Finding, renderRule, valuesOf } from "./rule";
import { ofFront } from "./rulesOfFront";
import { ofBackups, ofHost, ofMonitor } from "./rulesOfHost";
import { ofPages, ofServices } from "./rulesOfServices";
import type { Watched } from "./watched";

const kinds = [ofMonitor, ofFront, ofServices, ofPages, ofHost, ofBackups];

/** It is always told: who hears it no more knows that the monitor itself is gone. */
export const heartbeat = "Heartbeat";

const alive: Finding = {
  expr: "vector(1)",
  summary: "The monitor is at work",
  means: "Nothing.",
  next: "nothing",
};

/** What is looked for, by the names of alerts; those that there is nothing of are left out. */
export const findingsOf = (watched: Watched): Partial<Record<AlertName, Finding>> =>
  Object.assign({}, ...kinds.map((kind) => kind(watched, valuesOf(watched))));

/**
 * Renders Prometheus' rules.
 * @see https://prometheus.io/docs/prometheus/2.53/configuration/alerting_rules/
 */
export function renderRules(watched: Watched): string {
  const findings = findingsOf(watched);
  const rules = alertNames.flatMap((name) => {
    const finding = findings[name];
    return finding ? [renderRule(name, measured(name, watched.thresholds), finding)] : [];
  });
  const always = renderRule(heartbeat, { weight: "none", afterSeconds: 0, keepSeconds: 0 }, alive);
  return stringify({ groups: [{ name: "homeport", rules: [always, ...rules] }] }, { lineWidth: 0 });
}
