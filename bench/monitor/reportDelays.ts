import { company } from "../../components/monitor/alertmanager";
import type { AlertName } from "../../components/monitor/alerts";
import { digits } from "../report/spread";
import { table } from "../report/table";
import { everySeconds, type Heard } from "./faults";
import { delays } from "./times";

/** Seconds from faults to their messages, beside those that follow from the table of alerts. */
export function reportDelays(heard: Heard): string {
  const measured = (name: AlertName) => (heard[name] === undefined ? "–" : digits(heard[name]));
  return [
    table(
      ["Alert", "at least, s", "at most, s", "measured, s"],
      delays(everySeconds).map(([name, { least, most }]) => [
        name,
        String(least),
        String(most),
        measured(name),
      ]),
    ),
    `The home of the monitor's benchmark, whose messages a webhook takes: once, at the pace of the defaults. The least and the most follow from the table of alerts: a figure is taken each ${everySeconds} s (what the agent tells, it has looked at as long before), rules are looked at each ${everySeconds} s, what is found has to last as long as the table says, and a page waits ${company.page * everySeconds} s and a notice ${company.notice * everySeconds} s for others that belong to it. Where an alert needs a figure to grow or a trend to show, the time begins once it does.`,
  ].join("\n\n");
}
