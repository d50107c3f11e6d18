import { expect, test } from "vitest";
import { unquiet } from "../../../../commands/promote/quiet";

const alert = (alertname: string, weight: string, summary: string) => ({
  labels: { alertname, weight },
  annotations: { summary },
  startsAt: "2026-11-28T08:02:00Z",
  receivers: [{ name: "nobody" }],
});
const beat = alert("Heartbeat", "none", "Monitor and farm are at work");

test.each([
  ["the heartbeat and a notice", [beat, alert("PageSlow", "notice", "it takes 4 s")], []],
  [
    "a page, also where it is told nobody",
    [beat, alert("ServiceGone", "page", "wiki: none of its containers runs")],
    ["wiki: none of its containers runs"],
  ],
  ["nothing at all", [], ["its heartbeat is missing"]],
])("%s", (_, alerts, wrong) => {
  expect(unquiet(JSON.stringify(alerts))).toEqual(wrong);
});
