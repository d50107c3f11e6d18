import { maintainedFigure } from "../maintenance";
import { tookFigure } from "./answered";
import { dayOfBar, drawing, isLast, sharesOfHours, where, whole } from "./bars";
import { daysOf, monthOf } from "./past";
import { asking, each, labelOf, moment, text, the, valueAs } from "./template";

/** How one service answers: now, and in the last 30 days. */

export interface ShownService {
  /** As the program calls it. */
  readonly name: string;
  /** As a reader of the page calls it. */
  readonly title: string;
  /** Whether it is asked for a page; where not, its containers are looked at. */
  readonly asked: boolean;
}

const selector = ({ name }: ShownService) => `{job="pages",service="${name}"}`;

const isOf = ({ name }: ShownService): string => `eq .Labels.service ${JSON.stringify(name)}`;

const now = (service: ShownService): string =>
  service.asked
    ? `min(probe_success${selector(service)})`
    : `max(homeport_container_running{service="${service.name}"})`;

const states = ({ asked }: ShownService) =>
  asked ? (["answers", "does not answer"] as const) : (["runs", "does not run"] as const);

const maintained = (...services: readonly ShownService[]): string =>
  `${maintainedFigure}{service=~"${services.map(({ name }) => name).join("|")}"}`;

/** In words, which say it without colours. */
function state(service: ShownService): string {
  const [good, bad] = states(service);
  return the(
    asking(maintained(service)),
    "is under maintenance",
    the(
      asking(now(service)),
      `{{ if gt .Value 0.0 }}<span class="good">${good}</span>{{ else }}<span class="bad">${bad}</span>{{ end }}`,
      "nobody has looked yet",
    ),
  );
}

const days = (service: ShownService): string =>
  `{{ $failed := 0 }}<figure>${drawing({
    label: `${text(service.title)}: how much of each of the last 30 days it answered; days with failures are listed below`,
    bars: daysOf(service.asked),
    only: isOf(service),
    count: "days",
    bad: "{{ $failed = 1 }}",
  })}<figcaption>${each(monthOf(service.asked), where(isOf(service), `${percent}, last 30 days`))}</figcaption></figure>
${failures(service)}`;

/** A part, in hundredths. */
const percent = "{{ humanizePercentage .Value }}";

/** The same for whoever does not see bars. */
function failures(service: ShownService): string {
  const failed = `and (${isOf(service)}) (lt .Value ${whole})`;
  return `{{ if eq $failed 1 }}<details><summary>Days with failures</summary><ul>${each(
    daysOf(service.asked),
    where(
      failed,
      `<li>{{ $part := .Value }}${dayOfBar(moment("2 January"))}: {{ humanizePercentage $part }} answered</li>`,
    ),
  )}</ul></details>{{ end }}`;
}

const took = "$took";

/** The same for who looks at how long answers took. */
export const tookOnce = `{{ ${took} := ${sharesOfHours(
  "service",
  (span) =>
    `max by (service) (avg_over_time(${isLast(span) ? 'probe_duration_seconds{job="pages"}' : tookFigure}${span}))`,
  tookFigure,
)} }}`;

const slow = (service: ShownService): string => {
  const seconds = `max(avg_over_time(probe_duration_seconds${selector(service)}[1h]))`;
  return `<figure class="plain">${drawing({
    label: `${text(service.title)}: how long it took to answer, in each of the last 24 hours`,
    bars: took,
    only: isOf(service),
    count: "hours",
  })}<figcaption>${the(asking(seconds), `${valueAs("%.2f")} s to answer, last hour; bars: last 24 hours`, "how long it takes to answer is not known yet")}</figcaption></figure>`;
};

const pages = (service: ShownService): string =>
  `<p class="soft">${each(`sortByLabel "page" (${asking(`probe_success${selector(service)}`)})`, `${labelOf("page")}{{ if eq .Value 0.0 }} <span class="bad">(fails)</span>{{ end }} `)}</p>`;

/** A service as everybody may see it. */
export const openly = (service: ShownService): string =>
  `<h3>${text(service.title)}: ${state(service)}</h3>\n${days(service)}`;

/** The same with all that is known. */
export const fully = (service: ShownService): string =>
  [openly(service), ...(service.asked ? [pages(service), slow(service)] : [])].join("\n");

/** All of them in one sentence. */
export function together(services: readonly ShownService[]): string {
  const all = services
    .map((one) => `label_replace(${now(one)}, "service", "${one.name}", "", "")`)
    .join(" or ");
  const kept = maintained(...services);
  return the(
    asking(`count((${all}) == 0 unless on (service) ${kept})`),
    `{{ printf "%.0f" .Value }} of ${services.length} do not answer.`,
    the(
      asking(`count((${all}) > 0 or on (service) ${kept}) == ${services.length}`),
      the(
        asking(`count(${kept})`),
        `Everything answers, but for {{ printf "%.0f" .Value }} of ${services.length} under maintenance.`,
        "Everything answers.",
      ),
      "Not everything has been asked yet.",
    ),
  );
}

/** What the bars of days mean. */
export const legend = `<p class="soft">A bar is a day (UTC), today's at the right. One as tall as the space: it answered all day. A lower one: for some time it did not. A dash alone: nobody looked.</p>`;
