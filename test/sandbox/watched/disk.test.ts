import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { stringify } from "yaml";
import type { AlertName, Thresholds } from "../../../components/monitor/alerts";
import { makeProbe, renderAgent } from "../../../components/monitor/figures";
import { alertOptions } from "../../../components/monitor/prometheus";
import { renderRules } from "../../../components/monitor/rules";
import { buildTestImages } from "../../images/build";
import { machineImages, monitorImage } from "../../images/tags";
import { newLabels } from "../../support/machine/network";
import { waitFor } from "../../support/wait";
import { watched } from "../../unit/monitor/watched";
import { docker } from "../alone";
import { hurriedRules } from "./hurried";

/** A disk of a real file system that is filled: the agent and Prometheus, whose figures are on that disk as well. */

const megabytes = 256;
const soon = { afterSeconds: 60, keepSeconds: 60 };
const thresholds: Thresholds = { DiskFillsUp: soon, DiskNearlyFull: soon, MonitorFails: soon };
const rules = hurriedRules(renderRules({ ...watched, host: "attic", thresholds, everySeconds: 2 }));

const prometheus = stringify({
  global: { scrape_interval: "2s", scrape_timeout: "2s", evaluation_interval: "2s" },
  rule_files: ["/tmp/rules.yml"],
  scrape_configs: [
    { job_name: "prometheus", static_configs: [{ targets: ["127.0.0.1:9090"] }] },
    { job_name: "agent", static_configs: [{ targets: ["127.0.0.1:9100"], labels: { host: "attic" } }] },
  ],
});

const file = (name: string, text: string) => `cat > ${name} <<'HOMEPORT_FILE'\n${text}\nHOMEPORT_FILE\n`;
const loops = `mknod /dev/loop-control c 10 237 2>/dev/null
for number in $(seq 0 63); do mknod "/dev/loop$number" b 7 "$number" 2>/dev/null; done`;

const start = `${loops}
mkdir -p /watch && mount -o loop,errors=remount-ro /disk/image /watch && mkdir /watch/config /watch/secrets /watch/data || exit 1
${makeProbe}
: > /watch/config/wanted; : > /watch/secrets/web.yml
${file("/tmp/rules.yml", rules)}
${file("/tmp/prometheus.yml", prometheus)}
${file("/tmp/agent", renderAgent(9100, "/watch/secrets/web.yml", 2))}
sh /tmp/agent &
exec prometheus --config.file=/tmp/prometheus.yml --storage.tsdb.path=/watch/data ${alertOptions(2)} --query.lookback-delta=10s --log.level=warn`;

const labels = Object.entries(newLabels().labels).flatMap(([name, value]) => ["--label", `${name}=${value}`]);
const volume = `disk-${process.pid}`;
let id = "";
const checked = (words: string[], input = "") => {
  const { status, said } = docker(words, input);
  if (status !== 0) throw new Error(said);
  return said.trim();
};
const run = (script: string) => docker(["exec", "-i", id, "sh"], script);

beforeAll(async () => {
  await buildTestImages(() => {}, [monitorImage, machineImages[13]]);
  checked(["volume", "create", ...labels, volume]);
  const format = `truncate -s ${megabytes}M /disk/image && mkfs.ext4 -q -m 0 /disk/image`;
  checked(["run", "--rm", "-v", `${volume}:/disk`, "--entrypoint", "sh", machineImages[13], "-c", format]);
  id = checked([
    ...["run", "-d", ...labels, "--network", "none", "-v", `${volume}:/disk`],
    ...[
      "--cap-add",
      "SYS_ADMIN",
      "--security-opt",
      "seccomp=unconfined",
      "--security-opt",
      "apparmor=unconfined",
    ],
    ...["--device-cgroup-rule", "a *:* rwm", "--entrypoint", "sh", monitorImage, "-c", start],
  ]);
});
afterAll(() => {
  docker(["rm", "-f", id]);
  docker(["volume", "rm", volume]);
});

/** What is told, as Prometheus has it in mind: on a full disk it writes nothing down. */
async function firing(of = /^Disk/): Promise<string[]> {
  const { said } = run("wget -q -O - http://127.0.0.1:9090/api/v1/alerts");
  const { alerts } = JSON.parse(said).data as {
    alerts: { state: string; labels: Record<string, string>; annotations: Record<string, string> }[];
  };
  return alerts
    .filter(({ state, labels }) => state === "firing" && of.test(labels.alertname ?? ""))
    .map(({ labels, annotations }) => `${labels.alertname} ${annotations.summary}`)
    .sort();
}
const heard = (alert: AlertName, is = true) =>
  waitFor(
    `${alert}${is ? "" : " to be over"}`,
    async () => (await firing(new RegExp(`^${alert}$`))).some((one) => one.startsWith(`${alert} `)) === is,
    90,
  );
/** Leaves this part of the disk free, in percent; by writing it. */
const fill = (free: number) =>
  checked(
    ["exec", "-i", id, "sh"],
    `size=$(df -k /watch | awk 'NR == 2 { print $2 }') free=$(df -k /watch | awk 'NR == 2 { print $4 }')
head -c $(((free - size * ${free} / 100) * 1024)) /dev/urandom >> /watch/filler || [ ${free} = 0 ]`,
  );

test("a disk that fills up is told before it is nearly full, that before it is full, and over once there is room again", async () => {
  await waitFor("figures", async () => (await firing()).length === 0, 60);
  // As a trend has it: some at a time.
  for (const free of [60, 50, 40, 32, 25]) {
    fill(free);
    await pause(2_500);
    if (free > 30) expect(await firing()).toEqual([]);
  }
  await heard("DiskFillsUp");
  expect(await firing()).toEqual([
    "DiskFillsUp attic: as the disk of its engine has filled up lately, it is full within 24 hours",
  ]);
  fill(6);
  await heard("DiskNearlyFull");
  expect(await firing()).toContain("DiskNearlyFull attic: the disk of its engine has 6 % left");
  run("rm /watch/filler");
  await heard("DiskNearlyFull", false);
}, 240_000);

test("a disk that gave itself up is seen by the agent, and told of by a monitor that can keep nothing there", async () => {
  const writable = () =>
    run("wget -q -O - http://127.0.0.1:9100/metrics | grep ^homeport_disk_writable").said;
  await heard("MonitorFails", false);
  expect(writable()).toBe("homeport_disk_writable 1\n");
  run(`mount -o remount,rw /sys
echo 1 > /sys/fs/ext4/$(awk '$2 == "/watch" { print substr($1, 6) }' /proc/mounts)/trigger_fs_error`);
  await waitFor("the agent to see it", async () => writable() === "homeport_disk_writable 0\n", 60);
  await heard("MonitorFails");
}, 180_000);
