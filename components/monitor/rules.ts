import { stringify } from "yaml";
import { type AlertName, alertNames, measured } from "./alerts";
import { aftermath, aftermathExpr, aftermathSeconds } from "./follows";
import { ofMaintenance, renderMaintained } from "./maintenance";
import { type Finding, label, renderRule, valuesOf } from "./rule";
import { ofFront, ofFurtherHosts, ofHomes } from "./rulesOfFront";
import { ofBackups, ofHost, ofMonitor } from "./rulesOfHost";
import { ofPages, ofServices } from "./rulesOfServices";
import type { Watched } from "./watched";

const kinds = [
  ofMonitor,
  ofFront,
  ofFurtherHosts,
  ofHomes,
  ofServices,
  ofPages,
  ofMaintenance,
  ofHost,
  ofBackups,
];

/** It is told as long as all is well with monitor and farm: who hears it no more knows that one of them is gone. */
export const heartbeat = "Heartbeat";

/** How many beats there are until the first one comes again: more than in the minute in which one is told. */
const beats = 100;

/** Each beat is an alert of its own. What was told last goes on for Alertmanager when Prometheus is gone, and would be told as alive. */
const alive = ({ everySeconds }: Watched): Finding => ({
  // Nobody who reads no messages would hear else that no visitor gets anything, or that no figures are kept any more.
  expr: `count_values("beat", floor(vector(time() / ${everySeconds})) % ${beats}) and on () max_over_time(up{job="farm"}[5m]) == 1`,
  summary: "Monitor and farm are at work",
  means: "Nothing.",
  next: "nothing",
});

/** What is over is told so at once, and mutes for a while what would only then be found. */
const lately: Finding = {
  expr: aftermathExpr,
  summary: `${label("of")} goes on, or has just ended`,
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
  const { everySeconds } = watched;
  const findings = findingsOf(watched);
  const rules = alertNames.flatMap((name) => {
    const finding = findings[name];
    return finding ? [renderRule(name, measured(name, watched.thresholds), finding, everySeconds)] : [];
  });
  const toldNobody = { weight: "none", afterSeconds: 0 };
  const always = renderRule(heartbeat, { ...toldNobody, keepSeconds: 0 }, alive(watched), everySeconds);
  const after = renderRule(aftermath, { ...toldNobody, keepSeconds: aftermathSeconds }, lately, everySeconds);
  return stringify(
    { groups: [{ name: "homeport", rules: [always, ...renderMaintained(watched), ...rules, after] }] },
    { lineWidth: 0 },
  );
}
