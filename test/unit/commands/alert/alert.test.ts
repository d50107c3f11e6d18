import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseAlerts } from "../../../../commands/alert/alerts";
import { askMonitor } from "../../../../commands/alert/ask";
import { figuresIn, unknownFigures } from "../../../../commands/alert/figures";
import { findMonitor } from "../../../../commands/alert/find";
import { renderAlerts, renderTest } from "../../../../commands/alert/render";
import { parseTest } from "../../../../commands/alert/trial";
import { declaredIn } from "../../../../commands/shared/declared/read";
import { judgeAlerts } from "../../../../commands/status/judge/alerts";
import { testScript } from "../../../../components/monitor/asked";
import { rareFigures } from "../../../../components/monitor/rare";
import { findingsOf } from "../../../../components/monitor/rules";
import { removeFolder } from "../../../support/removeFolder";
import { watched } from "../../monitor/watched";
import { container, environment, unit } from "../status/home";

const urn = (type: string, name: string) => `urn:pulumi:prod::attic::${type}::${name}`;
const monitor = "homeport:index:Monitor";
const engine = urn("homeport:index:DockerHost$pulumi:providers:docker", "infra-engine");

const part = (name: string) => ({
  urn: urn(`${monitor}$docker:index/container:Container`, `watch-${name}`),
  type: "docker:index/container:Container",
  id: `id-of-${name}`,
  provider: `${engine}::0`,
  outputs: { name, labels: [{ label: "homeport.component", value: `monitor-${name}` }] },
});
const resources = [
  { urn: engine, type: "pulumi:providers:docker", inputs: { host: "unix:///run/docker.sock" } },
  {
    urn: urn(monitor, "watch"),
    type: monitor,
    outputs: { host: "infra", tells: ["ntfy", "mail"], deadMan: true },
  },
  ...["agent", "alertmanager", "probes", "prometheus"].map(part),
];
const exporting =
  (stacks: Record<string, object[]>) =>
  async (ask: string, ...words: string[]) => {
    if (ask === "stack" && words[0] === "export")
      return JSON.stringify({ version: 3, deployment: { resources: stacks[words[2] ?? ""] ?? [] } });
    return JSON.stringify(Object.keys(stacks).map((name) => ({ name })));
  };

describe("the monitor of an environment", () => {
  test("is one by its name, with four containers, and is asked in Alertmanager's", async () => {
    expect(declaredIn({ resources }).containers.map(({ unit, role }) => `${role} ${unit}`)).toEqual(
      Array(4).fill("monitor watch"),
    );
    expect(await findMonitor(undefined, exporting({ prod: resources, staging: [] }))).toMatchObject({
      stack: "prod",
      name: "watch",
      container: "id-of-alertmanager",
      prometheus: "id-of-prometheus",
      tells: ["ntfy", "mail"],
    });
  });

  test("is said where there is none, where there are two, and where its update was cut off", async () => {
    const found = (stacks: Record<string, object[]>) => findMonitor(undefined, exporting(stacks));
    await expect(found({ prod: resources.slice(3, 4), staging: [] })).rejects.toThrow(
      "nothing watches prod, staging: no program has a Monitor",
    );
    await expect(found({ prod: [] })).rejects.toThrow(
      "nothing has been deployed to prod: there is no monitor yet; what helps: npx pulumi up --stack prod",
    );
    await expect(found({ prod: resources, staging: resources })).rejects.toThrow(
      "prod and staging have a monitor; say which: --stack prod",
    );
    await expect(found({ prod: resources.slice(0, 2) })).rejects.toThrow(
      "what helps: npx pulumi up --stack prod",
    );
  });
});

const told = (alertname: string, weight: string, receiver: string) => ({
  labels: { alertname, weight, service: "blog" },
  annotations: { summary: `${alertname} it is`, means: "Visitors wait.", next: "npx homeport logs blog" },
  startsAt: "2026-11-27T19:00:00Z",
  receivers: [{ name: receiver }],
});
const alerts = parseAlerts(
  `${Date.parse("2026-11-27T19:00:30Z") / 1000} 0\n${JSON.stringify([
    told("ServiceGone", "page", "people"),
    told("Heartbeat", "none", "dead-man"),
    told("FarmGone", "page", "nobody"),
    told("PageSlow", "notice", "people"),
  ])}`,
  { name: "watch", stack: "prod" },
);

describe("alerts", () => {
  test("are shown with what they mean and what to type; the heartbeat is none", () => {
    const now = Date.parse("2026-11-27T20:00:00Z");
    expect(
      renderAlerts({ alerts: alerts.slice(0, 2), unknown: [] }, { name: "watch", stack: "prod" }, now),
    ).toBe(`page FarmGone, since 1 hour ago, told nobody
  FarmGone it is
  Visitors wait.
  next: npx homeport logs blog
notice PageSlow, since 1 hour ago
  PageSlow it is
  Visitors wait.
  next: npx homeport logs blog
`);
    expect(renderAlerts({ alerts: [], unknown: [] }, { name: "watch", stack: "prod" }, now)).toBe(
      "watch of prod finds nothing wrong\n",
    );
  });

  test("have the missing heartbeat in front: wrong, or worth knowing right after its start", () => {
    const now = Date.parse("2026-11-27T19:20:00Z") / 1000;
    const weights = (started: number) =>
      parseAlerts(`${now} ${started}\n${JSON.stringify([told("Heartbeat", "none", "dead-man")])}`, {
        name: "watch",
        stack: "prod",
      }).map(({ name, weight, since }) => `${name} ${weight} ${since}`);
    expect(weights(now - 3600)).toEqual(["Heartbeat page 2026-11-27T19:15:00.000Z"]);
    expect(weights(now - 60)).toEqual(["Heartbeat notice 2026-11-27T19:19:00.000Z"]);
  });

  test("say that the heartbeat is held back where the farm is gone, as long as somebody says so", () => {
    const farm = (updatedAt: string) => ({
      ...told("FarmGone", "page", "people"),
      updatedAt,
      annotations: { summary: "farm: gone", means: "", next: "npx homeport logs farm", after: "120" },
    });
    const now = Date.parse("2026-11-27T19:20:00Z") / 1000;
    const [first] = parseAlerts(`${now} 0\n${JSON.stringify([farm("2026-11-27T19:19:10Z")])}`, {
      name: "watch",
      stack: "prod",
    });
    expect(first).toMatchObject({
      ...{ name: "Heartbeat", weight: "notice", next: "npx homeport logs farm" },
      what: "watch: its heartbeat is held back, as the farm is gone: whoever waits for it (deadMan) is to sound too",
      ...{ means: "Nothing. People are told of faults all the same.", since: "2026-11-27T18:58:00.000Z" },
    });
    const [gone] = parseAlerts(`${now} 0\n${JSON.stringify([farm("2026-11-27T19:10:00Z")])}`, {
      name: "watch",
      stack: "prod",
    });
    expect(gone).toMatchObject({ weight: "page", what: expect.stringContaining("Prometheus does not run") });
  });

  test("are of when it began, not of when it was told; what only mutes is none", () => {
    const [one] = [told("ServiceGone", "page", "people")];
    const late = { ...one, annotations: { ...one?.annotations, after: "120" } };
    expect(
      parseAlerts(`0 0\n${JSON.stringify([late, told("Aftermath", "none", "nobody")])}`, {
        name: "watch",
        stack: "prod",
      }).map(({ name, since }) => `${name} ${since}`),
    ).toEqual([expect.stringMatching(/^Heartbeat /), "ServiceGone 2026-11-27T18:58:00.000Z"]);
  });

  test("are said once by `homeport status`, by what has been seen without the monitor", () => {
    const seen = (about: string, what: string, weight: "wrong" | "notice" = "wrong") => ({
      ...{ weight, about, what },
      next: ["look"] as const,
    });
    const known = (name: string, about: Record<string, string>) => ({
      ...{ name, weight: "page", what: name, means: "", since: "", next: "", muted: false, about },
    });
    const alerts = [
      known("ServiceGone", { service: "blog" }),
      known("PageGone", { service: "blog", page: "blog.example.org/" }),
      known("ContainerAway", { service: "cloud-db" }),
      known("ServiceGone", { service: "wiki" }),
      known("HostGone", { host: "cellar" }),
      known("CertificateEnded", { domain: "b.example.org" }),
      known("BackupOverdue", { service: "wiki", volume: "files" }),
      known("RouterGone", { router: "router" }),
      known("MemoryShort", { host: "cellar" }),
    ];
    const found = judgeAlerts(environment({ monitors: [{ name: "watch", alerts: { known: alerts } }] }), [
      seen("blog", "blog-0 stopped"),
      seen("cloud/db", "cloud-db-0 stopped"),
      // It is worse than what was seen.
      seen("wiki", "under maintenance", "notice"),
      seen("host cellar", "could not ask"),
      seen("a.example.org, b.example.org", "the certificate ended"),
      seen("backups", "wiki/files was last backed up 2 days ago"),
    ]);
    expect(found.map(({ about }) => about)).toEqual(["ServiceGone", "RouterGone", "MemoryShort"]);
  });

  test("of a kill are hidden by what is seen of that one alone, as long as that is told", () => {
    const killed = container("prod-blog-0-1", { outOfMemory: true, since: "2026-11-27T19:50:00Z" });
    const other = container("prod-wiki-0-1", { outOfMemory: true, since: "2026-11-27T10:00:00Z" });
    const blog = {
      ...({ weight: "wrong", about: "blog", next: ["look"] } as const),
      what: "prod-blog-0-1 was ended by the kernel for want of memory, and started again 10 minutes ago",
    };
    const services = [unit("blog", [killed]), unit("wiki", [other])];
    const shown = (
      name: string,
      what: string,
      about: Record<string, string>,
      since = "2026-11-27T19:49:30Z",
    ) =>
      judgeAlerts(
        environment({
          services,
          monitors: [
            {
              name: "watch",
              alerts: {
                known: [{ name, weight: "page", what, means: "", since, next: "", muted: false, about }],
              },
            },
          ],
        }),
        [blog],
      ).length;
    const [infra, apps] = [{ host: "infra" }, { host: "apps" }];
    expect(shown("KilledForMemory", "infra: ended, perhaps in prod-blog-0-1 of blog", infra)).toBe(0);
    expect(shown("KilledForMemory", "infra: ended, in prod-wiki-0-1 of wiki", infra)).toBe(1);
    expect(shown("KilledForMemory", "apps: ended, in prod-blog-0-1 of blog", apps)).toBe(1);
    expect(shown("KilledForMemory", "infra: ended, in prod-blog-0-1 of blog, in x of y", infra)).toBe(1);
    // It names none: what was started then is it.
    expect(shown("KilledForMemory", "infra: ended", infra)).toBe(0);
    expect(shown("KilledForMemory", "infra: ended", infra, "2026-11-27T18:00:00Z")).toBe(1);
    expect(shown("PageGone", "blog.example.org/ does not answer", { service: "blog" })).toBe(1);
  });

  test("are what `homeport status` finds: a page is wrong, what is muted or a notice is worth knowing", () => {
    const judged = (monitors: Parameters<typeof environment>[0]) =>
      judgeAlerts(environment(monitors), []).map(
        ({ weight, about, what, next }) => `${weight} ${about}: ${what} (${next})`,
      );
    expect(judged({ monitors: [{ name: "watch", alerts: { known: alerts } }] })).toEqual([
      "notice FarmGone: FarmGone it is (npx homeport logs blog)",
      "notice PageSlow: PageSlow it is (npx homeport logs blog)",
      "wrong ServiceGone: ServiceGone it is (npx homeport logs blog)",
    ]);
    expect(judged({ monitors: [{ name: "watch", alerts: { notAsked: "it does not run" } }] })).toEqual([
      "wrong watch: could not ask: it does not run (npx homeport logs watch --stack prod)",
    ]);
  });
});

describe("figures", () => {
  test.each([
    ["increase(node_vmstat_oom_kill[10m]) > 0", ["node_vmstat_oom_kill"]],
    [
      'abs(node_time_seconds{job="agent"} - timestamp(node_time_seconds)) > 5',
      ["node_time_seconds", "node_time_seconds"],
    ],
    ['sum by (service) (homeport:ran{kind="a{b}"}) == 0 unless on (service) up', ["homeport:ran", "up"]],
    ["vector(1)", []],
  ])("of %s", (expr, names) => expect(figuresIn(expr)).toEqual(names));

  test("that nothing tells are found, but for those that there are at times alone", () => {
    const asked = [{ query: "up == 0" }, { query: "gone + ALERTS" }];
    const rules = { data: { groups: [{ interval: 30, rules: asked }] } };
    const said = [rules, { data: ["up"] }].map((one) => JSON.stringify(one)).join("\n");
    expect(unknownFigures(`1060 1000\n${said}`)).toEqual(["gone"]);
    // Nobody can have told it yet.
    expect(unknownFigures(`1059 1000\n${said}`)).toEqual([]);
    expect(renderAlerts({ alerts: [], unknown: ["gone"] }, { name: "watch", stack: "prod" }, 0)).toBe(
      "nothing tells gone, which a rule of watch asks for: it would find nothing\n  next: npx homeport logs watch --stack prod\n",
    );
  });

  test("are all known for every rule and no other is called rare", () => {
    const asked = new Set(Object.values(findingsOf(watched)).flatMap(({ expr }) => figuresIn(expr)));
    expect(rareFigures.filter((one) => !asked.has(one))).toEqual([]);
  });
});

describe("a test", () => {
  const found = {
    ...{ name: "watch", stack: "prod", host: "infra", tells: ["ntfy", "mail"], deadMan: true },
    ...{ container: "c", prometheus: "p", engine: { endpoint: "", sshOptions: [] } },
  };
  const outcome = (after: string, beats: number, prometheus = true) =>
    parseTest(`before email=3 discord=1 \nafter ${after}\nbeats ${beats}\n`, { ...found, prometheus });

  test("is well where everybody has taken the message, and somebody the heartbeat", () => {
    const well = outcome("discord=2 email=4", 1);
    expect(well.isWell).toBe(true);
    expect(renderTest(well, found)).toBe(
      "watch of prod: the message was taken (ntfy, mail)\nthe heartbeat is taken\n",
    );
  });

  test("says who has not", () => {
    expect(outcome("email=3 discord=2", 1).isWell).toBe(false);
    expect(outcome("email=4 discord=2", 0).isWell).toBe(false);
    // That one has taken two does not stand for another one.
    expect(outcome("email=3 discord=3", 1)).toMatchObject({ isWell: false, taken: 1, missing: ["mail"] });
    expect(renderTest(outcome("email=3 discord=2", 0), found)).toBe(
      "watch of prod: 1 of 2 have taken the message; not by mail; npx homeport logs watch --stack prod says why\nwhoever waits for the heartbeat (deadMan) does not take it\n",
    );
    const alike = { ...found, tells: ["gotify", "matrix", "webhook", "webhook"], prometheus: true };
    expect(parseTest("before \nafter victorops=1 webhook=0 \nbeats 1", alike).missing).toEqual([
      "1 of 2 by gotify or matrix",
      "2 of 2 by webhook",
    ]);
  });

  test("is not well without Prometheus, of which no heartbeat tells either", () => {
    const blind = outcome("email=4 discord=2", 0, false);
    expect(blind.isWell).toBe(false);
    expect(renderTest(blind, found)).toBe(
      "watch of prod: the message was taken (ntfy, mail)\nbut its Prometheus does not run: nobody is told of a fault, and no heartbeat was sent; what helps: npx homeport status --stack prod\n",
    );
    expect(testScript(2, false, "prod")).toContain(" beat=no ");
    expect(testScript(2, true, "prod")).toContain(" beat=yes ");
  });

  test("or a question says which part does not run, and what to type", async () => {
    const folder = mkdtempSync(join(tmpdir(), "homeport-docker-"));
    const says = "Error response from daemon: container 77ecce49c4e3 is not running";
    writeFileSync(join(folder, "docker"), `#!/bin/sh\necho "${says}" >&2\nexit 1\n`, { mode: 0o755 });
    const asked = (of?: "prometheus") =>
      askMonitor(found, "true", { ...process.env, PATH: `${folder}:${process.env.PATH}` }, of && { of });
    await expect(asked()).rejects.toThrow(
      "watch of prod (host infra): its Alertmanager does not run; what helps: npx homeport status --stack prod",
    );
    await expect(asked("prometheus")).rejects.toThrow("its Prometheus does not run");
    removeFolder(folder);
  });
});
