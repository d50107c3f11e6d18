import { asking, each, the } from "./template";

/** Drawings of pages: bars of SVG, one for each span of time, which Prometheus' templates write with the page. */

/** A span of time as a range of Prometheus' language. */
type Span = string;

const midnight = "$midnight";
const today = "$today";

/** Actions that a page with bars begins with: when the day began, and how many seconds ago. */
export const beginning = [
  `{{ ${midnight} := ${asking("time() - time() % 86400")} | first | value | printf "%.0f" }}`,
  `{{ ${today} := ${asking("time() % 86400 + 1")} | first | value | printf "%.0f" }}`,
].join("");

/** How far one bar is from the next. */
const step = 10;
const dayCount = 30;

const counted = <T>(count: number, of: (ago: number) => T): T[] =>
  Array.from({ length: count }, (_, at) => of(count - 1 - at));

/** Days that are over, and the one that is not, for a question of {@link ofMonth}. */
export const [daysBefore, sofar]: readonly [Span, Span] = [`[${dayCount - 1}d] @ %[1]s`, "[%[2]ss]"];

/** Days of the calendar, of which the last one is not over. */
const days = counted(dayCount, (ago): Span => {
  if (ago === 0) return sofar;
  return `[1d] @ %[1]s${ago === 1 ? "" : ` offset ${ago - 1}d`}`;
});

const hours = counted(24, (ago): Span => (ago === 0 ? "[1h]" : `[1h] offset ${ago}h`));

/** Whether it is the day, or the hour, that ends now: what is kept of it is not whole. */
export const isLast = (span: Span): boolean => span === days.at(-1) || span === hours.at(-1);

/** One series for each span, of which a label says where its bar is. */
const series = (spans: readonly Span[], of: (span: Span) => string): string =>
  anyOf(spans.map((span, at) => `label_replace(${of(span)}, "x", "${at * step}", "", "")`));

/** Each `or` looks at all on both sides of it: by halves, a series is looked at five times and not thirty. */
function anyOf(exprs: readonly string[]): string {
  const half = Math.ceil(exprs.length / 2);
  const [first = "", ...others] = exprs;
  return others.length === 0 ? first : `(${anyOf(exprs.slice(0, half))} or ${anyOf(exprs.slice(half))})`;
}

/** The question for the last 30 days. */
export const ofDays = (of: (span: Span) => string): string => asking(series(days, of), midnight, today);

/** A question for the last 30 days as a whole. */
export const ofMonth = (expr: string): string => asking(expr, midnight, today);

/** The question for the last 24 hours. */
export const ofHours = (of: (span: Span) => string): string => asking(series(hours, of));

/**
 * The same of several, each as parts of what is most of its own in whole hours, or in this one where nothing is kept yet.
 * @param by the label that tells them apart
 */
export function sharesOfHours(by: string, of: (span: Span) => string, kept: string): string {
  const hour = "[1h]";
  const most = `max by (${by}) (max_over_time(avg_over_time(${kept}${hour})[1d:1h])) or ${of(hour)}`;
  return asking(`clamp_max(${series(hours, of)} / on (${by}) group_left () ((${most}) > 0), 1)`);
}

/** Says for a bar of days which day it is. */
export const dayOfBar = (body: string): string =>
  the(asking(`%s - (${(dayCount - 1) * step} - %s) / ${step} * 86400`, midnight, ".Labels.x"), body);

/** From this part on, a day counts as whole. */
export const whole = 0.9995;

const height = 32;

interface Drawing {
  /** What it shows, for whoever does not see it. */
  readonly label: string;
  /** Question or variable with the bars, from 0 to 1. */
  readonly bars: string;
  readonly count: "days" | "hours";
  /** Which of them are drawn, as a condition of Go's language. @default all */
  readonly only?: string;
  /** An action where a bar is not whole, which is bad then and is to be seen at once. @default none is bad */
  readonly bad?: string;
}

/** Of what was asked for at once, as each question looks into all that is kept: that of one service, or of one host. */
export const where = (condition: string | undefined, body: string): string =>
  condition === undefined ? body : `{{ if ${condition} }}${body}{{ end }}`;

/** A bar is a part of the height; where there is none, a dash stays to be seen. */
export function drawing({ label, bars, count, only, bad }: Drawing): string {
  const width = (count === "days" ? dayCount : hours.length) * step;
  const lower =
    bad === undefined
      ? ""
      : `{{ if lt .Value ${whole} }} class="bad" transform="scale(1 .75)"${bad}{{ end }}`;
  const bar = (tall: string) => `<rect x="{{ .Labels.x }}" width="7" height="${tall}"${lower}/>`;
  return `<svg viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" role="img" aria-label="${label}"><path d="M0 ${height - 1}h${width}"/><g transform="translate(0 ${height}) scale(1 -${height})">${each(bars, where(only, `${bar(".12")}${bar('{{ printf "%.3f" .Value }}')}`))}</g></svg>`;
}
