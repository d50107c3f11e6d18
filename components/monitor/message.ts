import { alertNames, measured, type Thresholds } from "./alerts";
import { lastingOf } from "./rule";

/** How many alerts a message of ntfy may have: one that is longer than 4,096 bytes is refused. */
export const shortAlerts = 8;

const minute = "2006-01-02 15:04";

/**
 * A moment without what had to pass before it was told. Alertmanager reckons with nanoseconds, and with numbers that stand in the template alone.
 * @param seconds all that there are, by which the annotation has one
 */
const moment = (name: string, field: string, annotation: string, seconds: readonly number[]): string => {
  const cases = seconds.map(
    (one, at) =>
      `{{ ${at === 0 ? "" : "else "}if eq .Annotations.${annotation} "${one}" }}{{ (.${field}.Add -${one}000000000).UTC.Format "${minute}" }}`,
  );
  const asTold = `{{ .${field}.UTC.Format "${minute}" }}`;
  return `{{ define "${name}" }}${cases.length === 0 ? asTold : `${cases.join("")}{{ else }}${asTold}{{ end }}`} UTC{{ end }}`;
};

const firing = `{{ define "homeport.firing" }}{{ .Annotations.summary }}
{{ .Annotations.means }}
Since {{ template "homeport.begun" . }}
Next: {{ .Annotations.next }}

{{ end }}`;

const over = `{{ define "homeport.over" }}Over: {{ .Annotations.summary }}
Since {{ template "homeport.begun" . }}, until {{ template "homeport.ended" . }}

{{ end }}`;

/** What is new has the title: what had been told before is told beside it. */
const title = `{{ define "homeport.title" }}{{ $news := index .Alerts 0 }}{{ $at := $news.StartsAt }}{{ if eq $news.Status "resolved" }}{{ $at = $news.EndsAt }}{{ end }}{{ range .Alerts }}{{ $its := .StartsAt }}{{ if eq .Status "resolved" }}{{ $its = .EndsAt }}{{ end }}{{ if $its.After $at }}{{ $news = . }}{{ $at = $its }}{{ end }}{{ end }}{{ $alike := .Alerts.Firing }}{{ if eq $news.Status "resolved" }}Over: {{ $alike = .Alerts.Resolved }}{{ end }}{{ .CommonLabels.environment }}: {{ $news.Annotations.summary }}{{ if gt (len $alike) 1 }} ({{ len $alike }} alerts){{ end }}{{ if and (eq $news.Status "resolved") .Alerts.Firing }}; {{ len .Alerts.Firing }} not over{{ end }}{{ end }}`;

/** What goes on comes before what is over. */
const both = (alerts: string): string =>
  ["firing", "over"]
    .map(
      (one) =>
        `{{ range ${alerts} }}{{ if eq .Status "${one === "over" ? "resolved" : one}" }}{{ template "homeport.${one}" . }}{{ end }}{{ end }}`,
    )
    .join("");

const text = `{{ define "homeport.text" }}${both(".Alerts")}{{ end }}`;

const short = `{{ define "homeport.short" }}{{ $some := .Alerts }}{{ if gt (len .Alerts) ${shortAlerts} }}{{ $some = slice .Alerts 0 ${shortAlerts} }}{{ end }}${both("$some")}{{ if gt (len .Alerts) ${shortAlerts} }}And {{ len (slice .Alerts ${shortAlerts}) }} more{{ end }}{{ end }}`;

/**
 * What people read: Alertmanager's own templates, of which mail and chats are made. Alerts of one name are told together.
 * When something began and ended is less than when it was told by as long as it had to last and to be over.
 */
export function messageTemplates(thresholds: Thresholds, everySeconds: number): string {
  const all = alertNames.map((name) => lastingOf(measured(name, thresholds), everySeconds));
  const seconds = (pick: (one: (typeof all)[number]) => number) =>
    [...new Set(all.map(pick))].filter((one) => one > 0).sort((a, b) => a - b);
  return [
    moment(
      "homeport.begun",
      "StartsAt",
      "after",
      seconds(({ after }) => after),
    ),
    moment(
      "homeport.ended",
      "EndsAt",
      "keep",
      seconds(({ keep }) => keep),
    ),
    firing,
    over,
    title,
    text,
    short,
    "",
  ].join("\n");
}
