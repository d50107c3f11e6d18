import { parse } from "yaml";
import { diskFigure, renderAnswered } from "../../components/monitor/page/answered";
import { processorOf } from "../../test/support/containers";
import { waitFor } from "../../test/support/wait";
import { everySeconds } from "./faults";
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
  const asking = `for one in $(seq ${times}); do ask /consoles/watch.html > /tmp/bench.html; done; wc -c < /tmp/bench.html; rm /tmp/bench.html`;
  const [begun, before] = [performance.now(), await processorOf(Id)];
  const said = await home.inside(asking);
  const processor = ((await processorOf(Id)) - before) / times;
  return { milliseconds: (performance.now() - begun) / times, processor, bytes: Number(said) };
}

/** Where a run is younger than what the page shows: 30 days until three hours ago. */
const hoursAgo = 3;
const daysShown = 30;
const stepSeconds = 600;

interface Rules {
  readonly groups: readonly {
    readonly rules: readonly { readonly record: string; readonly expr: string }[];
  }[];
}

/** Gives Prometheus the past of the figures that the page shows, each as it is now. */
export async function giveHistory(home: WatchedHome): Promise<number> {
  const { groups } = parse(renderAnswered({ everySeconds })) as Rules;
  const series: string[] = [];
  for (const { record, expr } of groups.flatMap(({ rules }) => rules))
    for (const { metric, value } of await home.ask(expr))
      series.push(
        `${stepSeconds} ${(daysShown * 86_400) / stepSeconds} ${value[1]} ${record}{${labelsOf(metric)}}`,
      );
  await besideData(home, backfill, [
    `SERIES=${series.join("\n")}`,
    `END=${Math.floor(Date.now() / 1_000) - hoursAgo * 3_600}`,
  ]);
  const past = `count_over_time(${diskFigure}[1d] offset 10d) > 100`;
  await waitFor("the past to be known", async () => (await home.ask(past)).length > 0, 180);
  return series.length;
}

const labelsOf = (labels: Sample["metric"]): string =>
  Object.entries(labels)
    .map(([name, value]) => `${name}="${value}"`)
    .join(",");

/** Hours of the blocks into which Prometheus merges what it keeps for 30 days: three times two hours, again and again, up to a tenth of it. */
const mergedHours = 54;

/** Values go up and down by a thousandth, as nothing stays as it is for a month. */
const backfill = `set -eu
printf '%s\\n' "$SERIES" | awk -v end="$END" '{
  for (at = $2; at > 0; at--) print $4, $3 * (1 + (at % 7) / 1000), end - at * $1
} END { print "# EOF" }' > /tmp/past
mkdir /tmp/blocks
promtool tsdb create-blocks-from --max-block-duration=${mergedHours}h openmetrics --quiet /tmp/past /tmp/blocks
mv /tmp/blocks/* /watch/data/`;
