import { stringify } from "yaml";
import { watchMount } from "../layout";
import type { Watched } from "../watched";

/** What is kept of what pages show of the past: one that read all figures of 30 days each minute would be most of what the monitor does. */

/** The worst page of a service, and the best of its containers, as parts of a span. */
export const answeredFigure = "homeport:answered";
export const ranFigure = "homeport:ran";

/** Seconds until the slowest page of a service had answered. */
export const tookFigure = "homeport:took";

/** What is used of a host's memory and of its disk, as parts, and what is free there, in bytes. */
export const memoryFigure = "homeport:memory_used";
export const diskFigure = "homeport:disk_used";
export const freeFigure = "homeport:disk_free";

/** The file beside that of alerts. */
export const answeredFile = "answered.yml";

/** How many times figures are taken before they are kept as one. */
export const together = 20;

/** Renders the rules that keep it. It is kept also where there is no page yet. */
export function renderAnswered({ everySeconds }: Pick<Watched, "everySeconds">): string {
  const span = `${everySeconds * together}s`;
  const ofHost = (figure: string) => `max by (host) (avg_over_time(${figure}[${span}]))`;
  const ofDisk = (figure: string) => ofHost(`node_filesystem_${figure}_bytes{mountpoint="${watchMount}"}`);
  const ofService = (worst: "min" | "max", figure: string) =>
    `${worst} by (service) (avg_over_time(${figure}[${span}]))`;
  const kept = {
    [answeredFigure]: ofService("min", 'probe_success{job="pages"}'),
    [ranFigure]: ofService("max", "homeport_container_running"),
    [tookFigure]: ofService("max", 'probe_duration_seconds{job="pages"}'),
    [memoryFigure]: `1 - ${ofHost("node_memory_MemAvailable_bytes")} / ${ofHost("node_memory_MemTotal_bytes")}`,
    [diskFigure]: `1 - ${ofDisk("avail")} / ${ofDisk("size")}`,
    [freeFigure]: ofDisk("avail"),
  };
  const rules = Object.entries(kept).map(([record, expr]) => ({ record, expr }));
  return stringify({ groups: [{ name: "answered", interval: span, rules }] }, { lineWidth: 0 });
}
