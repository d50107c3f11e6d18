/**
 * Pages are templates of Prometheus, which asks itself for the figures and knows what has to be escaped where. What is
 * said here is Go's language for them.
 * @see https://prometheus.io/docs/prometheus/2.53/configuration/template_reference/
 */

/** Words of a page in which nothing is markup or an action. */
export const text = (words: string): string =>
  words.replace(/[&<>"'{}]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** The same for words that have actions, as those of alerts do. */
export const withActions = (words: string): string =>
  words
    .split(/(\{\{.*?\}\})/)
    .map((part, at) => (at % 2 === 1 ? part : text(part)))
    .join("");

/** Words of Go, in quotes. */
const words = (said: string): string => JSON.stringify(said);

/** A question in Prometheus' language. In it `%[1]s` and the like stand for what is named beside it. */
export const asking = (expr: string, ...named: readonly string[]): string =>
  named.length === 0 ? `query ${words(expr)}` : `query (printf ${words(expr)} ${named.join(" ")})`;

/** For each answer of a question. */
export const each = (question: string, body: string, otherwise = ""): string =>
  `{{ range ${question} }}${body}${otherwise && `{{ else }}${otherwise}`}{{ end }}`;

/** For the one answer of a question, which is the dot there. */
export const the = (question: string, body: string, otherwise = ""): string =>
  `{{ with ${question} }}{{ with first . }}${body}{{ end }}${otherwise && `{{ else }}${otherwise}`}{{ end }}`;

/** A label of the answer. */
export const labelOf = (name: string): string => `{{ .Labels.${name} }}`;

/** The answer in a form of Go's. */
export const valueAs = (form: string): string => `{{ printf ${words(form)} .Value }}`;

/** The answer as bytes: `63.5MiB`. */
export const bytes = "{{ humanize1024 .Value }}B";

/** The answer as a time that passes: `3h 5m 2s`. */
export const span = "{{ humanizeDuration .Value }}";

/** The answer as a moment, in a form of Go's. */
export const moment = (form: string): string => `{{ (toTime .Value).Format ${words(form)} }}`;

/** How a day and a minute are written. */
export const day = "2 January 2006";
export const minute = "2006-01-02 15:04 UTC";
