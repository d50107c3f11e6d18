import { expect, test } from "vitest";
import { parseAlerts } from "../../../../commands/alert/alerts";
import { unquiet } from "../../../../commands/alert/report";

const alert = (alertname: string, weight: string, summary: string) => ({
  labels: { alertname, weight },
  annotations: { summary },
  startsAt: "2026-11-28T08:02:00Z",
  receivers: [{ name: "nobody" }],
});
const beat = alert("Heartbeat", "none", "Monitor and farm are at work");
const silent =
  "watch: its heartbeat is missing: Prometheus does not run, or the farm is gone, or both have just begun";
const now = Date.parse("2026-11-28T08:02:30Z") / 1000;

test.each([
  ["the heartbeat and a notice", [beat, alert("PageSlow", "notice", "it takes 4 s")], []],
  [
    "a page, also where it is told nobody",
    [beat, alert("ServiceGone", "page", "wiki: none of its containers runs")],
    ["wiki: none of its containers runs"],
  ],
  ["nothing at all", [], [silent]],
  ["a heartbeat of ten minutes ago", [{ ...beat, startsAt: "2026-11-28T07:52:00Z" }], [silent]],
])("%s", (_, alerts, wrong) => {
  expect(
    unquiet({
      alerts: parseAlerts(`${now} ${now - 60}\n${JSON.stringify(alerts)}`, {
        name: "watch",
        stack: "staging",
      }),
      unknown: [],
    }),
  ).toEqual(wrong);
});

test("a figure that a rule asks for, and that nothing tells", () => {
  expect(unquiet({ alerts: [], unknown: ["node_time_seconds"] })).toEqual([
    "nothing tells node_time_seconds, which a rule asks for",
  ]);
});
