import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { company, news, renderAlertmanager } from "../../../components/monitor/alertmanager";
import { type AlertName, alertNames, measured } from "../../../components/monitor/alerts";
import { renderAgent, renderWanted } from "../../../components/monitor/figures";
import { renderAnswered } from "../../../components/monitor/page/answered";
import { renderProbes } from "../../../components/monitor/probes";
import { renderPrometheus } from "../../../components/monitor/prometheus";
import { secretsOf } from "../../../components/monitor/receiverConfig";
import { findingsOf, renderRules } from "../../../components/monitor/rules";
import { renderStart, renderTold } from "../../../components/monitor/told";
import { expectGolden } from "../golden";
import { pageOfEverything } from "./shownPages";
import { receivers, watched } from "./watched";

interface Rule {
  readonly alert: string;
  readonly expr: string;
}
const rulesIn = (text: string): Rule[] =>
  parse(text).groups[0].rules.filter(({ alert }: Partial<Rule>) => alert !== undefined);

interface Inhibition {
  readonly source_matchers: string[];
  readonly target_matchers: string[];
}
const inhibited = (mute: AlertName[]): Inhibition[] =>
  parse(renderAlertmanager({ receivers, deadMan: true, mute, everySeconds: 30 })).inhibit_rules;

describe("the files of a monitor", () => {
  test.each([
    ["rules.yml", () => renderRules(watched)],
    ["answered.yml", () => renderAnswered(watched)],
    ["prometheus.yml", () => renderPrometheus(watched)],
    ["probes.yml", () => renderProbes(watched)],
    [
      "alertmanager.yml",
      () => renderAlertmanager({ receivers, deadMan: true, mute: ["HostRestarted"], everySeconds: 30 }),
    ],
    [
      "alertmanager-nobody.yml",
      () => renderAlertmanager({ receivers: [], deadMan: false, mute: [], everySeconds: 30 }),
    ],
    ["agent.sh", () => renderAgent(9100, "/watch/secrets/web.yml", 30)],
    ["start.sh", () => renderStart("exec prometheus")],
    [
      "told.sh",
      () =>
        renderTold({
          kinds: { config: { "prometheus.yml": "global: {}\n" }, secrets: { password: "it's" } },
          check: "promtool check config prometheus.yml",
          port: 9090,
          mask: "077",
          reload: "kill -HUP 1",
        }),
    ],
  ])("%s", (file, render) => expectGolden(`monitor/${file}`, render()));

  test("have every alert of the table, one that is always told, and one that mutes", () => {
    expect(rulesIn(renderRules(watched)).map(({ alert }) => alert)).toEqual([
      "Heartbeat",
      ...alertNames,
      "Aftermath",
    ]);
  });

  test("ask for nothing that there is not: no backups, no pages, no router", () => {
    const bare = { ...watched, backups: [], pages: [], routers: [], hosts: [], homes: [] };
    const alerts = rulesIn(renderRules(bare)).map(({ alert }) => alert);
    expect(alertNames.filter((name) => !alerts.includes(name))).toEqual([
      "HostGone",
      "HomeGone",
      "RouterGone",
      "PageGone",
      "PageSlow",
      "BackupOverdue",
      "ClockOff",
    ]);
    const jobs = parse(renderPrometheus(bare)).scrape_configs.map(
      (one: { job_name: string }) => one.job_name,
    );
    expect(jobs).toEqual([
      "prometheus",
      "alertmanager",
      "agent",
      "probes",
      "farm",
      "certificates",
      "maintenance",
    ]);
  });

  test("say what to type next in a line that can be pasted as it is", () => {
    const next = Object.values(findingsOf(watched)).map((one) => one.next);
    for (const line of next) expect(line).toMatch(/^[a-z][^,#]*( # (on|in the project of) \S+ .*)?$/);
    expect(next).toContain("dmesg -T | grep -i 'killed process' # on {{ $labels.host }}");
  });

  test("take thresholds in place of the table's", () => {
    const thresholds = { DiskNearlyFull: { value: 15, afterSeconds: 60, keepSeconds: 0 } };
    const rule = rulesIn(renderRules({ ...watched, thresholds })).find(
      ({ alert }) => alert === "DiskNearlyFull",
    );
    expect(rule).toMatchObject({ expr: expect.stringMatching(/< 15 or /), for: "60s" });
    expect(rule).not.toHaveProperty("keep_firing_for");
  });

  test("have no alert that could be told as over and was never told: each goes on until the next message", () => {
    const tooShort = alertNames.filter((name) => {
      const { weight, keepSeconds } = measured(name, {});
      return keepSeconds < Math.max(company[weight], news) * watched.everySeconds;
    });
    // What they find is so for nine minutes.
    expect(tooShort).toEqual(["KilledForMemory", "HostRestarted"]);
  });

  test("have what follows from a fault over before it, or muted for longer than it looks back", () => {
    for (const { source_matchers, target_matchers } of inhibited([])) {
      const cause = /^alertname="(\w+)"$/.exec(source_matchers[0] ?? "")?.[1] as AlertName;
      if (!alertNames.includes(cause)) continue;
      const [, effects = ""] = /^alertname=~"(.*)"$/.exec(target_matchers[0] ?? "") ?? [];
      const late = effects
        .split("|")
        .filter((one) => measured(one as AlertName, {}).keepSeconds > measured(cause, {}).keepSeconds);
      expect(late, cause).toEqual([]);
    }
  });

  test("have a muted cause mute nothing: somebody hears what follows from it", () => {
    const sources = (mute: AlertName[]) => JSON.stringify(inhibited(mute).map((one) => one.source_matchers));
    expect(sources([])).toContain("FarmGone");
    expect(sources(["FarmGone"])).not.toContain("FarmGone");
  });

  test("keep every figure that a rule or a page asks for, and few others", () => {
    const kept: [string, RegExp[]][] = parse(renderPrometheus(watched)).scrape_configs.map(
      (job: { job_name: string; metric_relabel_configs?: { action: string; regex: string }[] }) => [
        job.job_name,
        (job.metric_relabel_configs ?? [])
          .filter(({ action }) => action === "keep")
          .map(({ regex }) => new RegExp(`^(?:${regex})$`)),
      ],
    );
    const jobsOf = (name: string) =>
      kept
        .filter(([, only]) =>
          only.every((one) => one.test(name) || one.test(`${name};`) || one.test(`${name};/watch`)),
        )
        .map(([job]) => job)
        // Of these, everything is kept.
        .filter((job) => !["certificates", "backups", "maintenance"].includes(job));
    const asked = [renderRules(watched), renderAnswered(watched), pageOfEverything].join("\n");
    const names = new Set(
      asked.match(/\b(?:homeport_container|node|probe|haproxy|traefik|prometheus|alertmanager)_\w+/g),
    );
    expect(names.size).toBeGreaterThan(20);
    expect([...names].filter((name) => jobsOf(name).length === 0)).toEqual([]);
    for (const other of ["go_goroutines", "process_cpu_seconds_total", "haproxy_process_uptime_seconds"])
      expect(jobsOf(other), other).toEqual([]);
  });

  test("name secrets by their files alone", () => {
    expect(Object.keys(secretsOf(receivers)).sort()).toEqual([
      "receiver-0-password",
      "receiver-1-token",
      "receiver-1-url",
      "receiver-1-url-of-notices",
      "receiver-2-token",
      "receiver-3-url",
      "receiver-4-token",
      "receiver-5-token",
    ]);
    const told = renderAlertmanager({ receivers, deadMan: true, mute: [], everySeconds: 30 });
    expect(told).not.toContain("secret\n");
    expect(told).not.toContain("hooks.example.org");
  });

  test.each(["url", "url-of-notices"])("ask ntfy to make a message of what it gets: %s", async (file) => {
    const url = await new Promise<string>((resolve) =>
      pulumi.output(secretsOf(receivers)[`receiver-1-${file}`] ?? "").apply(resolve),
    );
    expectGolden(
      `monitor/ntfy-${file}.txt`,
      [...new URL(url).searchParams].map(([name, text]) => `${name}: ${text}\n`).join(""),
    );
  });

  test("have the containers that are expected in an order of their own", () => {
    const one = { id: "b".repeat(64), kind: "served", service: "blog", name: "blog-0-1" } as const;
    const wanted = renderWanted([one, { ...one, id: "a".repeat(64), name: "blog-1-2" }]);
    expect(wanted).toBe(`${"a".repeat(64)} served blog blog-1-2\n${"b".repeat(64)} served blog blog-0-1\n`);
  });
});
