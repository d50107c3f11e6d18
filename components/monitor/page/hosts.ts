import { watchMount } from "../layout";
import { diskFigure, freeFigure, memoryFigure } from "./answered";
import { drawing, isLast, ofDays, ofHours } from "./bars";
import { asking, bytes, day, each, labelOf, moment, text, the } from "./template";

/** Memory and disk of each host, as bars, meters and words. */

const host = "$host";

/** A selector of figures of the host, which a question names beside it. */
const of = (more = "") => `{host=%[1]q${more}}`;

const disk = `,mountpoint="${watchMount}"`;

/** A part of a whole, which is said in words beside it. */
const meter = (label: string, high: number) =>
  `<meter min="0" max="1" high="${high}" optimum="0" value="{{ printf "%.3f" .Value }}" aria-label="${label}"></meter>`;

const past =
  (figure: string) =>
  (span: string): string =>
    `max by (host) (avg_over_time(${figure}${span}))`;

/** Parts of all hosts, asked for once. */
const [memories, filled] = ["$memories", "$filled"];
const isOf = `eq .Labels.host ${host}`;

const used = (free: string, all: string, span: string): string => {
  const [part, whole] = [free, all].map((figure) => past(figure)(span));
  return `(1 - ${part} / ${whole})`;
};
const memoryNow = (span: string): string =>
  used("node_memory_MemAvailable_bytes", "node_memory_MemTotal_bytes", span);
const diskNow = (span: string): string => {
  const [free, all] = ["avail", "size"].map(
    (one) => `node_filesystem_${one}_bytes{mountpoint="${watchMount}"}`,
  );
  return used(free ?? "", all ?? "", span);
};
const askedOnce = [
  `{{ ${memories} := ${ofHours((span) => (isLast(span) ? memoryNow : past(memoryFigure))(span))} }}`,
  `{{ ${filled} := ${ofDays((span) => (isLast(span) ? diskNow : past(diskFigure))(span))} }}`,
].join("");

const memory = `<h4>Memory</h4>
${the(
  asking(`1 - node_memory_MemAvailable_bytes${of()} / node_memory_MemTotal_bytes${of()}`, host),
  `${meter("memory in use", 0.9)}<p>{{ humanizePercentage .Value }} of ${the(asking(`node_memory_MemTotal_bytes${of()}`, host), bytes)} in use</p>`,
)}
<figure class="plain">${drawing({
  label: "memory in use in each of the last 24 hours",
  bars: memories,
  only: isOf,
  count: "hours",
})}<figcaption>memory in use, last 24 hours</figcaption></figure>`;

const limit = (figure: string) => `${figure}{host=%q,container=%q}`;
const ofRow = [host, ".Labels.container"] as const;

/** What does not run has no memory, and the value 0. */
const listed = `homeport_container_memory_bytes${of()} or homeport_container_running${of()} == 0`;

const containers = the(
  asking(`count(${listed})`, host),
  `<table><caption>Memory of containers, of what each may have</caption>
<thead><tr><th scope="col">Container</th><th scope="col">Memory</th></tr></thead>
<tbody>${each(
    `sortByLabel "container" (${asking(listed, host)})`,
    `<tr><td>${labelOf("container")}</td><td>{{ if eq .Value 0.0 }}<span class="bad">does not run</span>{{ else }}${bytes}${the(asking(limit("homeport_container_limit_bytes"), ...ofRow), ` of ${bytes}`)}${the(
      asking(`${limit("homeport_container_memory_bytes")} / homeport_container_limit_bytes`, ...ofRow),
      meter("part of its limit", 0.9),
    )}{{ end }}</td></tr>\n`,
  )}</tbody></table>`,
);

const free = `node_filesystem_avail_bytes${of(disk)}`;
const year = 365 * 86_400;

/** As it went in the last 7 days: of some minutes, any day would come out. */
const full = the(
  asking(`${freeFigure}${of()} offset 1d`, host),
  the(
    asking(`time() + (max(${free}) / -max(deriv(${freeFigure}${of()}[7d])) > 0 < ${year})`, host),
    `As it went in the last 7 days, it is full on ${moment(day)}.`,
    "As it went in the last 7 days, it does not get full within a year.",
  ),
  "When it will be full is told once there are figures of a day.",
);

const disks = `<h4>Disk of the engine</h4>
${the(
  asking(`1 - ${free} / node_filesystem_size_bytes${of(disk)}`, host),
  `${meter("disk in use", 0.9)}<p>{{ humanizePercentage .Value }} in use; ${the(asking(free, host), `${bytes} left`)}. ${full}</p>`,
)}
<figure class="plain">${drawing({
  label: "disk in use on each of the last 30 days",
  bars: filled,
  only: isOf,
  count: "days",
})}<figcaption>disk in use, last 30 days</figcaption></figure>`;

/** Each host by its name. */
export const hosts = `${askedOnce}${each(
  `sortByLabel "host" (${asking("count by (host) (node_memory_MemTotal_bytes)")})`,
  `{{ ${host} := .Labels.host }}<h3>{{ if ${host} }}{{ ${host} }}{{ else }}${text("Host of the farm")}{{ end }}</h3>
${memory}
${containers}
${disks}
`,
  "<p>No host has told anything yet.</p>",
)}`;
