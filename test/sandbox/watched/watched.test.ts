import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseAlerts } from "../../../commands/alert/alerts";
import { parseTest } from "../../../commands/alert/render";
import { alertNames } from "../../../components/monitor/alerts";
import { queryScript, testScript } from "../../../components/monitor/asked";
import { sqliteImage } from "../../images/tags";
import { crash, docker, inspect, runIn } from "../../support/containers";
import { cutOff } from "../../support/hosts";
import { waitFor } from "../../support/wait";
import { figuresOf } from "./figures";
import { WatchedHome } from "./home";
import { Sinks } from "./sinks";

/** A home with a monitor: what is told when something happens to it, and when nothing does. */

let sinks: Sinks;
let home: WatchedHome;
beforeAll(async () => {
  sinks = await Sinks.start();
  home = await WatchedHome.start(sinks);
});
afterAll(async () => {
  await home?.stop();
  await sinks?.stop();
});

const engine = (resource: string) => docker.getContainer(home.container(resource).Id);
/** What an alert is about, among what this home has. */
const about = ({ host, service, router, page, alertname }: Readonly<Record<string, string>>) =>
  alertname === "CertificateEnds" ? undefined : (page ?? service ?? router ?? host);
const told = () => sinks.told(about);
const heard = (what: string, seconds = 90) => waitFor(what, async () => told().includes(what), seconds);

test("everything that a rule asks for is there, of both hosts", async () => {
  const up = await waitFor(
    "figures",
    async () => {
      const all = await home.ask("up == 1");
      return all.length >= 17 && all;
    },
    40,
  );
  expect(up.map(({ metric }) => metric.page ?? `${metric.job} ${metric.host ?? ""}`.trim()).sort()).toEqual([
    ...["agent attic", "agent cellar", "alertmanager", "attic.example.org/health", "backups"],
    ...["blog.example.org/health", "certificates", "farm", "hosts cellar", "notes.example.org/"],
    ...["probes", "prometheus", "routers attic", "routers cellar", "shop.example.org/health"],
    ...["wiki.example.org/health"],
  ]);
  for (const name of alertNames)
    for (const query of figuresOf[name])
      await waitFor(query, async () => (await home.ask(query)).length > 0, 30);
});

test("none of its programs lets in who has no password, and the farm shows a neighbour no figures", async () => {
  const blog = home.container("blog-0");
  const from = Object.keys(blog.NetworkSettings.Networks)[0] ?? "";
  const answers = async (...addresses: string[]) => {
    const asking = await docker.createContainer({
      Image: sqliteImage,
      Entrypoint: [
        "sh",
        "-c",
        addresses.map((one) => `wget -T 5 -O - http://${one} 2>&1 | tail -1`).join("\n"),
      ],
      HostConfig: { NetworkMode: from },
      Tty: true,
    });
    await asking.start();
    await asking.wait();
    const said = (await asking.logs({ stdout: true })).toString();
    await asking.remove();
    return said.trim().split("\n");
  };
  const programs = [
    "prometheus:9090/",
    "alertmanager:9093/api/v2/alerts",
    "probes:9115/",
    "agent:9100/metrics",
  ];
  const farm = ["10.213.46.254:8404/metrics", "10.213.46.254:8404/hosts/far-router/agent"];
  const said = await answers(...programs.map((one) => `monitor-${one}`), ...farm);
  expect(said.map((one) => /\b\d{3}\b(?! bytes)/.exec(one)?.[0])).toEqual([
    "401",
    "401",
    "401",
    "401",
    "403",
    "403",
  ]);
  const asked = await runIn(home.container("monitor-prometheus"), [
    "sh",
    "-c",
    "wget -O - http://10.213.46.254:8404/stats 2>&1",
  ]);
  expect(asked).toContain("403");
});

describe("faults, side by side", () => {
  test("each is told once, by name, and once that it is over", async () => {
    expect(told()).toEqual([]);
    await home.hurry();
    const cable = { containers: [], address: "10.213.47.1" };
    const cuts = ["farm-haproxy", "monitor-probes"].map((one) =>
      cutOff(cable, home.container(one), "10.213.46.200"),
    );
    await Promise.all([
      engine("blog-0").stop({ t: 1 }),
      engine("wiki-1").stop({ t: 1 }),
      engine("backups-restic").stop({ t: 1 }),
      engine("notes-0").kill({ signal: "SIGUSR1" }),
      ...cuts.map((one) => one.fail()),
      restarts("shop-0", 3),
    ]);
    const faults = [
      "ServiceGone blog",
      "ServiceHalfGone wiki",
      "ContainerAway backups",
      "KilledForMemory attic",
      "ContainerRestarts shop",
      "HostGone cellar",
      "PageSlow notes.example.org/",
    ];
    for (const one of [...faults, "MonitorFails", "BackupOverdue notes", "CertificateEnds"])
      await heard(`firing ${one}`);
    await sinks.openMail();
    await Promise.all([
      ...["blog-0", "wiki-1", "backups-restic"].map((one) => engine(one).start()),
      runIn(home.container("notes-0"), ["touch", "/files/quick"]),
      ...cuts.map((one) => one.heal()),
    ]);
    for (const one of [...faults, "MonitorFails"]) await heard(`resolved ${one}`);
    expect(new Set(told()).size, told().join("\n")).toBe(told().length);
  }, 240_000);
});

/** Its process ends, and each time it has been seen to be started again. */
async function restarts(resource: string, times: number): Promise<void> {
  const query = `homeport_container_start_seconds{container=~"${resource}.*"}`;
  const started = async () => (await home.ask(query))[0]?.value[1];
  for (let time = 0; time < times; time++) {
    const before = await waitFor("a start", started);
    await crash(await inspect(home.container(resource).Id), sqliteImage);
    await waitFor("the next start", async () => ![undefined, before].includes(await started()), 30);
  }
}

test("whoever waits for the heartbeat hears it, and a test is taken by everybody", async () => {
  await waitFor("the heartbeat", async () => sinks.beats > 0);
  const alertmanager = home.container("monitor-alertmanager");
  const said = await runIn(alertmanager, ["sh", "-c", testScript(5, true, "prod")]);
  const found = { tells: ["webhook", "ntfy", "gotify", "matrix", "mail"], deadMan: true };
  expect(parseTest(said, found)).toMatchObject({ isWell: true, taken: 5, heartbeat: true });
  const shown = parseAlerts(await runIn(alertmanager, ["sh", "-c", queryScript]));
  expect(shown.filter(({ name }) => name === "Test")).toMatchObject([
    { name: "Test", weight: "test", what: "This is a test", muted: false },
  ]);
});
