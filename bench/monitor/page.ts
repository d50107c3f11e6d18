import { processorOf } from "../../test/support/containers";
import { waitFor } from "../../test/support/wait";
import type { Sample, WatchedHome } from "./home";
import { besideData } from "./kept";

/** What it takes to make the page with everything once. */
export interface Made {
  readonly milliseconds: number;
  /** Of processor time, in Prometheus' container. */
  readonly processor: number;
  readonly bytes: number;
}

const times = 10;

/** Has the page made some times, one after the other. */
export async function makePage(home: WatchedHome): Promise<Made> {
  const { Id } = home.part("prometheus");
  const asking = `date +%s%3N; for one in $(seq ${times}); do ask /consoles/watch.html > /tmp/bench.html; done; date +%s%3N; wc -c < /tmp/bench.html; rm /tmp/bench.html`;
  const before = await processorOf(Id);
  const said = await home.inside(asking);
  const processor = ((await processorOf(Id)) - before) / times;
  const [from = 0, to = 0, bytes = 0] = said.trim().split("\n").map(Number);
  return { milliseconds: (to - from) / times, processor, bytes };
}

/** Figures that the page shows of days, and of hours. */
const ofDays = [
  "homeport:answered",
  "homeport:ran",
  "node_filesystem_avail_bytes",
  "node_filesystem_size_bytes",
];
const ofHours = [
  "probe_success",
  "probe_duration_seconds",
  "node_memory_MemAvailable_bytes",
  "node_memory_MemTotal_bytes",
];
const kept = /^homeport:/;

/** Where a run is younger than what the page shows: 30 days until three hours ago. */
const hoursAgo = 3;

/** Gives Prometheus the past of the figures that the page shows, each as it is now. */
export async function giveHistory(home: WatchedHome): Promise<number> {
  const samples = await home.ask(`{__name__=~"${[...ofDays, ...ofHours].join("|")}"}`);
  const series = samples.map((one) => {
    const { __name__: name = "", ...labels } = one.metric;
    const days = ofDays.includes(name) ? 30 : 1;
    const step = kept.test(name) ? 600 : 30;
    return `${step} ${(days * 86_400) / step} ${one.value[1]} ${name}{${labelsOf(labels)}}`;
  });
  await besideData(home, backfill, [
    `SERIES=${series.join("\n")}`,
    `END=${Math.floor(Date.now() / 1_000) - hoursAgo * 3_600}`,
  ]);
  const past = 'count_over_time(node_filesystem_size_bytes{mountpoint="/watch"}[1d] offset 10d) > 1000';
  await waitFor("the past to be known", async () => (await home.ask(past)).length > 0, 180);
  return series.length;
}

const labelsOf = (labels: Sample["metric"]): string =>
  Object.entries(labels)
    .map(([name, value]) => `${name}="${value}"`)
    .join(",");

/** Values go up and down by a thousandth, as nothing stays as it is for a month. */
const backfill = `set -eu
printf '%s\\n' "$SERIES" | awk -v end="$END" '{
  for (at = $2; at > 0; at--) print $4, $3 * (1 + (at % 7) / 1000), end - at * $1
} END { print "# EOF" }' > /tmp/past
mkdir /tmp/blocks
promtool tsdb create-blocks-from openmetrics --quiet /tmp/past /tmp/blocks
mv /tmp/blocks/* /watch/data/`;
