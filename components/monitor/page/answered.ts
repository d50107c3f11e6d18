import { stringify } from "yaml";
import type { Watched } from "../watched";

/** What is kept of how services answer: a page that read all of 30 days each minute would be most of what the monitor does. */

/** The worst page of a service, and the best of its containers, as parts of a span. */
export const answeredFigure = "homeport:answered";
export const ranFigure = "homeport:ran";

/** The file beside that of alerts. */
export const answeredFile = "answered.yml";

/** How many times figures are taken before they are kept as one. */
const together = 20;

/** Renders the rules that keep it. It is kept also where there is no page yet. */
export function renderAnswered({ everySeconds }: Pick<Watched, "everySeconds">): string {
  const span = `${everySeconds * together}s`;
  const rules = [
    { record: answeredFigure, expr: `min by (service) (avg_over_time(probe_success{job="pages"}[${span}]))` },
    { record: ranFigure, expr: `max by (service) (avg_over_time(homeport_container_running[${span}]))` },
  ];
  return stringify({ groups: [{ name: "answered", interval: span, rules }] }, { lineWidth: 0 });
}
