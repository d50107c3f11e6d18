import { answeredFigure, ranFigure, together } from "./answered";
import { daysBefore, isLast, ofDays, ofMonth, sofar } from "./bars";
import type { ShownService } from "./services";

/** How services have answered, asked for once for all of them on a page. */

const looks = (asked: boolean) => (asked ? 'probe_success{job="pages"}' : "homeport_container_running");
const figure = (asked: boolean) => (asked ? answeredFigure : ranFigure);

/** Parts of spans in which services answered: the worst page of each, or its best container. */
const raw = (asked: boolean, span: string): string =>
  `${asked ? "min" : "max"} by (service) (avg_over_time(${looks(asked)}${span}))`;

/** The same by what is kept of it. */
const kept = (asked: boolean, span: string): string =>
  `avg by (service) (avg_over_time(${figure(asked)}${span}))`;

/** The same of all 30 days: each look counts as much as any other, those of today too. */
function month(asked: boolean): string {
  const [today, count] = [raw(asked, sofar), `max by (service) (count_over_time(${looks(asked)}${sofar}))`];
  const before = (how: string) =>
    `sum by (service) (${how}_over_time(${figure(asked)}${daysBefore})) * ${together}`;
  return ofMonth(`(${before("sum")} + ${today} * ${count}) / (${before("count")} + ${count}) or ${today}`);
}

/** Variables of a page with bars of days, and with the last 30 of them as one. */
export const daysOf = (asked: boolean) => (asked ? "$answered" : "$ran");
export const monthOf = (asked: boolean) => (asked ? "$answeredAll" : "$ranAll");

/** Actions with which a page of services begins: their days are asked for once. */
export const askedOnce = (services: readonly ShownService[]): string =>
  [...new Set(services.map(({ asked }) => asked))]
    .map((asked) => {
      const days = ofDays((span) => (isLast(span) ? raw : kept)(asked, span));
      return `{{ ${daysOf(asked)} := ${days} }}{{ ${monthOf(asked)} := ${month(asked)} }}`;
    })
    .join("");
