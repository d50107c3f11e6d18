import { type AlertName, alertNames, measured } from "../alerts";
import { countOfTold, unlessFollowing } from "../follows";
import type { Finding } from "../rule";
import { findingsOf } from "../rules";
import type { Watched } from "../watched";
import { asking, each, minute, moment, the, withActions } from "./template";

/** What is wrong now, in the words of the messages. */

/** By which an alert is told from others of its name: what its words name. */
const labelsOf = ({ summary, next }: Finding): string[] => [
  ...new Set([...`${summary}${next}`.matchAll(/\$labels\.(\w+)/g)].map(([, name = ""]) => name)),
];

/** What was found last: an alert goes on for a while where it is so no more. */
const found = (name: AlertName, { expr }: Finding, lasting: number): string =>
  `ALERTS{alertname="${name}",alertstate="firing"} * ignoring(alertname, alertstate, weight) last_over_time((${expr})[${lasting}s:1m])`;

const since = (name: AlertName, finding: Finding): string => {
  const labels = labelsOf(finding);
  const selector = [`alertname="${name}"`, ...labels.map((one) => `${one}=%q`)].join(",");
  return asking(`ALERTS_FOR_STATE{${selector}}`, ...labels.map((one) => `.Labels.${one}`));
};

const alert = (name: AlertName, finding: Finding, { thresholds, mute }: Watched): string => {
  const { weight, keepSeconds } = measured(name, thresholds);
  const muted = mute.includes(name) ? "; muted" : "";
  return each(
    asking(found(name, finding, keepSeconds + 600) + unlessFollowing(name, mute)),
    `{{ $labels := .Labels }}{{ $value := .Value }}<div class="alert"><h3>${withActions(finding.summary)}</h3>
<p>${withActions(finding.means)}</p>
<p class="soft">${name}, ${weight}${muted}${the(since(name, finding), `, since ${moment(minute)}`)}</p>
<p>Next: <code>${withActions(finding.next)}</code></p></div>`,
  );
};

/** In the order of the table, causes first; what follows from another one is not shown beside it. */
export function currentAlerts(watched: Watched): string {
  const findings = findingsOf(watched);
  return [
    the(asking(countOfTold(watched.mute)), "", '<p class="good">There are none.</p>'),
    ...alertNames.flatMap((name) => {
      const finding = findings[name];
      return finding ? [alert(name, finding, watched)] : [];
    }),
  ].join("\n");
}
