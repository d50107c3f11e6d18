import { afterAll, beforeAll, expect, test } from "vitest";
import { parseAlerts } from "../../../commands/alert/alerts";
import { parseTest } from "../../../commands/alert/trial";
import { changeScript } from "../../../commands/maintenance/script";
import { alertNames } from "../../../components/monitor/alerts";
import { figuresScript, queryScript, testScript, worksScript } from "../../../components/monitor/asked";
import { sqliteImage } from "../../images/tags";
import { crash, docker, inspect, runIn } from "../../support/containers";
import { cutOff } from "../../support/hosts";
import { waitFor } from "../../support/wait";
import { figuresOf } from "./figures";
import { WatchedHome } from "./home";
import { Sinks, secrets } from "./sinks";

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
const about = ({ domain, host, service, router, page }: Readonly<Record<string, string>>) =>
  page ?? service ?? router ?? domain ?? host;
const told = () => sinks.told(about);
/** That Alertmanager did not answer for minutes is told once it does, and true. */
const ofOthers = () => told().filter((one) => !one.endsWith("MonitorFails"));
const heard = (what: string, seconds = 90) => waitFor(what, async () => told().includes(what), seconds);

/** Whoever waits for the heartbeat hears none for as long as two would take. */
async function silence(): Promise<void> {
  let [beats, since] = [sinks.beats, performance.now()];
  await waitFor(
    "silence",
    async () => {
      if (sinks.beats !== beats) [beats, since] = [sinks.beats, performance.now()];
      return performance.now() - since > 10_000;
    },
    60,
  );
}
async function beating(): Promise<void> {
  const { beats } = sinks;
  await waitFor("the heartbeat", async () => sinks.beats > beats + 1, 60);
}

test("everything that a rule asks for is there, of both hosts", async () => {
  const up = await waitFor(
    "figures",
    async () => {
      const all = await home.ask("up == 1");
      return all.length >= 18 && all;
    },
    40,
  );
  expect(up.map(({ metric }) => metric.page ?? `${metric.job} ${metric.host ?? ""}`.trim()).sort()).toEqual([
    ...["agent attic", "agent cellar", "alertmanager", "attic.example.org/health", "backups"],
    ...["blog.example.org/health", "certificates", "desk.example.org/health", "farm", "hosts cellar"],
    ...[
      "maintenance",
      "notes.example.org/",
      "probes",
      "prometheus",
      "routers attic",
      "routers cellar",
      "shop.example.org/health",
    ],
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

test("each fault is told once, by name, and once that it is over", async () => {
  await home.hurryRules();
  await maintain("Back at eight.");
  const cable = { containers: [], address: "10.213.47.1" };
  const callers = ["farm-haproxy", "monitor-probes"].map((one) => home.container(one));
  const cuts = callers.map((one) => cutOff(cable, one, "10.213.46.200"));
  const stopped = ["blog-0", "wiki-1", "backups-restic"];
  await Promise.all([
    ...[...stopped, "desk-0"].map((one) => engine(one).stop({ t: 1 })),
    ...cuts.map((one) => one.fail()),
    // By a signal from within: what the engine itself has ended, it does not start again.
    runIn(home.container("notes-0"), ["sh", "-c", "kill -USR1 1"]),
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
    "MonitorFails",
    "MaintenanceLasts desk",
  ];
  const lasting = [
    "BackupOverdue notes",
    ...["attic", "blog", "desk", "notes", "shop", "wiki"].map((one) => `CertificateEnds ${one}.example.org`),
  ];
  for (const one of [...faults, ...lasting]) await heard(`firing ${one}`);
  expect(told()).not.toContain("firing ServiceGone desk");
  await Promise.all([
    ...[...stopped, "desk-0"].map((one) => engine(one).start()),
    ...cuts.map((one) => one.heal()),
    quickAgain(),
    sinks.openMail(),
  ]);
  await maintain();
  for (const one of faults) await heard(`resolved ${one}`);
  const once = [...faults, ...lasting].map((one) => `firing ${one}`);
  // Both hosts are one machine here, whose kernel both tell of once they can be reached: where that is later, the message on
  // the other one, of the same name, has this one once more.
  const apart = told().filter(
    (one, at, all) =>
      !one.endsWith("KilledForMemory cellar") &&
      (!one.endsWith("KilledForMemory attic") || all.indexOf(one) === at),
  );
  expect(apart.sort()).toEqual([...once, ...faults.map((one) => `resolved ${one}`)].sort());
  const [killed] = sinks.messages.flatMap(({ alerts }) =>
    alerts.filter(({ labels }) => labels.alertname === "KilledForMemory" && labels.host === "attic"),
  );
  expect(killed?.annotations.summary).toMatch(/^attic: .*, (perhaps )?in notes-0.* of notes/);
}, 240_000);

/** As `homeport maintenance desk` does. */
const maintain = (text?: string) =>
  runIn(home.container("farm-haproxy"), ["sh", "-c", changeScript(["desk"], text)]);

const since = String.raw`Since 20\d\d-\d\d-\d\d \d\d:\d\d UTC`;
const withNext = (words: string) => new RegExp(`^${words}\n${since}\nNext: npx homeport `);

test("a message says what is so, what it is for visitors, since when, and what to type; a page sounds, and no secret is in any", async () => {
  const pushed = await sinks.pushed();
  const push = (title: string) => pushed.find((one) => one.title === title);
  const gone = "blog: none of its containers runs";
  expect(push(`prod: ${gone}`)).toMatchObject({
    message: expect.stringMatching(withNext(`${gone}\nVisitors get an error page.`)),
    priority: 4,
    tags: ["page"],
  });
  expect(push(`Over: prod: ${gone}`)).toMatchObject({
    message: expect.stringMatching(new RegExp(`^Over: ${gone}\n${since}, until 20\\S+ \\S+ UTC\\s*$`)),
    tags: ["page"],
  });
  const slow = pushed.find(({ title }) => title?.startsWith("prod: notes.example.org/ takes "));
  expect(slow).toMatchObject({ tags: ["notice"], message: expect.stringContaining("\nVisitors wait.\n") });
  expect(slow?.priority ?? 3).toBe(3);

  // While mail was down, what was over meanwhile was not told by it.
  const mail = (subject: RegExp) =>
    waitFor(`mail: ${subject}`, async () => sinks.mails.find((one) => subject.test(one)), 60);
  const overdue = "notes/files: there is no backup of it";
  const text = (await mail(new RegExp(`^Subject: prod: ${overdue}$`, "m")))
    .split("\n\n")
    .slice(1)
    .join("\n\n");
  expect(text).toMatch(
    new RegExp(
      `^${overdue}\nNothing, as long as no disk breaks.\n${since}\nNext: npx homeport backup --stack prod$`,
      "m",
    ),
  );
  const ends = await mail(
    /^Subject: prod: \w+\.example\.org: its certificate ends in 1\d days \(6 alerts\)$/m,
  );
  for (const one of ["attic", "blog", "desk", "notes", "shop", "wiki"])
    expect(ends).toContain(`\n${one}.example.org: its certificate ends in `);

  const all = await sinks.everything();
  for (const secret of Object.values(secrets)) expect(all).not.toContain(secret);
});

test("Prometheus is killed, then Alertmanager: the heartbeat stops, and of the services nothing is told, as over neither", async () => {
  await home.hurryHeartbeat();
  const before = ofOthers();
  const lasting = 'ALERTS{alertstate="firing",alertname=~"CertificateEnds|BackupOverdue"}';
  for (const [one, seconds] of [
    // By its own setting Alertmanager would take all for over by then that it hears nothing of.
    ["monitor-prometheus", 22],
    ["monitor-alertmanager", 0],
  ] as const) {
    await beating();
    await engine(one).kill();
    const killed = performance.now();
    await silence();
    await waitFor("time to pass", async () => performance.now() - killed > seconds * 1000, seconds + 10);
    await engine(one).start();
    await waitFor("what lasts to be found", async () => (await home.ask(lasting)).length === 7, 60);
  }
  await beating();
  expect(ofOthers()).toEqual(before);
}, 240_000);

test("the farm is killed: that is told, what follows is not, and the heartbeat stops; what was told before is not told again", async () => {
  const before = ofOthers();
  await engine("farm-haproxy").kill();
  await heard("firing FarmGone");
  await silence();
  await engine("farm-haproxy").start();
  await heard("resolved FarmGone");
  // As a deploy does: another container on the same volume.
  await engine("monitor-alertmanager").restart({ t: 10 });
  await beating();
  expect(ofOthers().slice(before.length)).toEqual(["firing FarmGone", "resolved FarmGone"]);
}, 120_000);

/** What was killed may be about to be started. */
const quickAgain = () =>
  waitFor("notes to be quick", () =>
    runIn(home.container("notes-0"), ["touch", "/files/quick"]).then(
      () => true,
      () => false,
    ),
  );

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
  const found = { tells: ["webhook", "ntfy", "gotify", "matrix", "mail"], deadMan: true, prometheus: true };
  expect(parseTest(said, found)).toMatchObject({ isWell: true, missing: [], heartbeat: true });
  const prometheus = home.container("monitor-prometheus");
  expect(await runIn(prometheus, ["sh", "-c", worksScript])).toContain("200");
  const [times = "", rules = ""] = (await runIn(prometheus, ["sh", "-c", figuresScript])).split("\n");
  const [now = 0, since = 0] = times.split(" ").map(Number);
  expect(since).toBeGreaterThan(now - 3600);
  expect(JSON.parse(rules).data.groups[0].interval).toBe(2);
  const raw = await runIn(alertmanager, ["sh", "-c", queryScript]);
  for (const { updatedAt } of JSON.parse(raw.slice(raw.indexOf("\n"))))
    expect(Date.now() - Date.parse(updatedAt)).toBeLessThan(3_600_000);
  const shown = parseAlerts(raw, {
    name: "monitor",
    stack: "prod",
  });
  expect(shown.filter(({ name }) => name === "Test")).toMatchObject([
    { name: "Test", weight: "test", what: "This is a test", muted: false },
  ]);
  const [shownTest] = shown.filter(({ name }) => name === "Test");
  expect(Date.parse(shownTest?.since ?? "")).toBeLessThan(Date.now());
});

test("what is more than one message holds is told in part, and how much more there is", async () => {
  const alerts = Array.from({ length: 12 }, (_, at) => ({
    labels: { alertname: "Many", weight: "page", environment: "prod", service: `service-${at}` },
    annotations: { summary: `${at}: ${"very ".repeat(60)}long`, means: "Nothing.", next: "nothing" },
  }));
  await runIn(home.container("monitor-alertmanager"), [
    "sh",
    "-c",
    alerts
      .map(
        ({ labels, annotations }) =>
          `amtool --alertmanager.url=http://127.0.0.1:9093 --http.config.file=/watch/config/client.yml alert add ${Object.entries(
            labels,
          )
            .map(([name, value]) => `${name}=${value}`)
            .join(" ")} ${Object.entries(annotations)
            .map(([name, value]) => `--annotation=${name}='"${value}"'`)
            .join(" ")}`,
      )
      .join(" && "),
  ]);
  const message = await waitFor(
    "the message",
    async () => (await sinks.pushed()).find(({ message }) => message.endsWith("And 4 more")),
    60,
  );
  expect(message.title).toMatch(/^prod: \d+: (very )+…$/);
});
