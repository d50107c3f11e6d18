import { docker } from "../../test/support/containers";
import { everySeconds } from "./faults";
import type { WatchedHome } from "./home";

/** What Prometheus keeps, as it says itself and as it lies on the disk. */
export interface Kept {
  readonly series: number;
  /** Names with most series. */
  readonly names: readonly { readonly name: string; readonly value: number }[];
  readonly samples: number;
  readonly chunks: number;
  /** Bytes on the disk: of samples, of what finds them, and of the log that comes before both. */
  readonly chunkBytes: number;
  readonly indexBytes: number;
  readonly logBytes: number;
  /** Seconds between the first and the last sample. */
  readonly seconds: number;
}

/**
 * What is in memory becomes a block only after hours. A second Prometheus, with a copy of the data, is told to make one at
 * once; it asks nobody for figures. For its first file it takes 512 MiB, however little is written to it.
 */
const snapshot = `set -eu
cp -a /watch/data /tmp/data
rm -f /tmp/data/lock
du -sb /tmp/data/wal | cut -f 1 > /tmp/log
echo '{}' > /tmp/none.yml
prometheus --config.file=/tmp/none.yml --storage.tsdb.path=/tmp/data --storage.tsdb.retention.time=30d \\
  --web.enable-admin-api --web.listen-address=127.0.0.1:9099 --log.level=error &
tries=0
until wget -q -O /dev/null --post-data= http://127.0.0.1:9099/api/v1/admin/tsdb/snapshot 2>/tmp/said; do
  tries=$((tries + 1))
  [ $tries -lt 60 ] && kill -0 $! || { cat /tmp/said; exit 1; }
  sleep 1
done
block=$(ls -d /tmp/data/snapshots/*/* | tail -n 1)
echo "$(cat /tmp/log) $(cat "$block"/chunks/* | wc -c) $(wc -c < "$block/index")"
cat "$block/meta.json"`;

interface Meta {
  readonly stats: { readonly numSamples: number; readonly numChunks: number };
  readonly minTime: number;
  readonly maxTime: number;
}

/** Looks at what the home's Prometheus has kept so far. */
export async function keptBy(home: WatchedHome): Promise<Kept> {
  const status = await home.api<{
    headStats: { numSeries: number };
    seriesCountByMetricName: Kept["names"];
  }>("/api/v1/status/tsdb?limit=6");
  const said = await besideData(home, snapshot);
  const [sizes = "", ...meta] = said.split("\n");
  const [logBytes = 0, chunkBytes = 0, indexBytes = 0] = sizes.split(" ").map(Number);
  const { stats, minTime, maxTime } = JSON.parse(meta.join("\n")) as Meta;
  return {
    series: status.headStats.numSeries,
    names: status.seriesCountByMetricName,
    samples: stats.numSamples,
    chunks: stats.numChunks,
    seconds: (maxTime - minTime) / 1_000,
    ...{ logBytes, chunkBytes, indexBytes },
  };
}

/** Runs shell in a container of Prometheus' image that has its data; gives what it wrote. */
export async function besideData(
  home: WatchedHome,
  script: string,
  environment: string[] = [],
): Promise<string> {
  const { Id, Config } = home.part("prometheus");
  const helper = await docker.createContainer({
    Image: Config.Image,
    User: "0:0",
    Entrypoint: ["sh", "-c", script],
    Env: environment,
    HostConfig: { VolumesFrom: [Id], NetworkMode: "none", Tmpfs: { "/tmp": "size=1g" } },
    Tty: true,
  });
  try {
    await helper.start();
    const { StatusCode } = await helper.wait();
    const said = (await helper.logs({ stdout: true, stderr: true })).toString().replaceAll("\r", "");
    if (StatusCode !== 0) throw new Error(`beside Prometheus: ${said.slice(-500)}`);
    return said;
  } finally {
    await helper.remove({ force: true });
  }
}

/** What 30 days of the same take, in bytes. */
export interface Month {
  readonly samples: number;
  readonly chunkBytes: number;
  readonly indexBytes: number;
  readonly logBytes: number;
}

const days = 30;
/** Prometheus keeps samples of 120 a chunk, merges blocks until one has a tenth of what is kept, and a log of some hours. */
const perChunk = 120;
const bytesOfReference = 10;
const blocks = Math.ceil((days * 24) / 54) + 8;
const logHours = 6;

/** A chunk that is not full takes more for each of its samples: a short run shows too much, and never too little. */
export function monthOf({ series, samples, chunkBytes, indexBytes, logBytes }: Kept): Month {
  const each = (hours: number) => (series * hours * 3_600) / everySeconds;
  const all = each(days * 24);
  return {
    samples: all,
    chunkBytes: all * (chunkBytes / samples),
    indexBytes: indexBytes * blocks + (all / perChunk) * bytesOfReference,
    logBytes: each(logHours) * (logBytes / samples),
  };
}

/** The sum as a person works it out. */
export function shownMonth(kept: Kept): string {
  const month = monthOf(kept);
  const whole = (value: number) => Math.round(value).toLocaleString("en-US");
  const part = (above: number, below: number) => (above / below).toFixed(2);
  return [
    `Samples: ${whole(kept.series)} series × ${whole((days * 86_400) / everySeconds)} scrapes × ${part(kept.chunkBytes, kept.samples)} bytes = ${mib(month.chunkBytes)}.`,
    `Index: ${whole(kept.indexBytes)} bytes for each of ${blocks} blocks, and ${bytesOfReference} for each chunk of ${perChunk} samples = ${mib(month.indexBytes)}.`,
    `Log: ${logHours} hours of ${part(kept.logBytes, kept.samples)} bytes for each sample = ${mib(month.logBytes)}.`,
    `Measured over ${whole(kept.seconds)} s: ${whole(kept.samples)} samples in ${whole(kept.chunks)} chunks; one that is not full takes more for each of its samples than those of a longer run.`,
  ].join(" ");
}

const mib = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`;

export const bytesOfMonth = (kept: Kept): number => {
  const { chunkBytes, indexBytes, logBytes } = monthOf(kept);
  return chunkBytes + indexBytes + logBytes;
};
