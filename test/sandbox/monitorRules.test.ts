import { beforeAll, expect, test } from "vitest";
import { stringify } from "yaml";
import { renderAlertmanager } from "../../components/monitor/alertmanager";
import { type AlertName, alertNames } from "../../components/monitor/alerts";
import { countOfTold } from "../../components/monitor/follows";
import { messageTemplates } from "../../components/monitor/message";
import { renderAnswered } from "../../components/monitor/page/answered";
import { renderProbes } from "../../components/monitor/probes";
import { renderPrometheus } from "../../components/monitor/prometheus";
import { renderRules } from "../../components/monitor/rules";
import type { Watched } from "../../components/monitor/watched";
import { buildTestImages } from "../images/build";
import { monitorImage } from "../images/tags";
import { receivers, watched } from "../unit/monitor/watched";
import { container, inside } from "./alone";
import { cases, type RuleCase } from "./monitorCases";
import { minutes, week } from "./monitorWeek";

/** The same texts that the golden files hold, shown to those that they are for; each rule is tried on made-up figures. */

beforeAll(async () => {
  await buildTestImages(() => {}, [monitorImage]);
});

const file = (name: string, text: string) => `cat > ${name} <<'HOMEPORT_FILE'\n${text}\nHOMEPORT_FILE\n`;

/** Has the real program judge the rules by such cases. */
function judge(by: Watched, tests: readonly object[]): void {
  // Of the annotations, what is said alone.
  const rules = renderRules(by).replace(/^ +(means|next|after|keep): .*\n/gm, "");
  const { status, said } = inside(
    container(monitorImage, "sleep 600"),
    `mkdir /tmp/work && cd /tmp/work
${file("rules.yml", rules)}
${file("tests.yml", stringify({ rule_files: ["rules.yml"], evaluation_interval: "30s", tests }, { lineWidth: 0 }))}
promtool test rules tests.yml`,
  );
  expect(status, said).toBe(0);
}

test("Prometheus, Alertmanager and the probes take their files", () => {
  const id = container(monitorImage, "sleep 600");
  const told = { receivers, deadMan: true, mute: ["HostRestarted" as const], everySeconds: 30 };
  const { status, said } = inside(
    id,
    `set -e
mkdir -p /watch/secrets /watch/config /tmp/work && cd /tmp/work
for one in password receiver-0-password receiver-1-url receiver-1-url-of-notices receiver-1-token receiver-2-token receiver-3-url receiver-4-token receiver-5-token dead-man; do echo x > /watch/secrets/$one; done
cp /etc/ssl/certs/ca-certificates.crt /watch/config/authority.pem
cp /watch/config/authority.pem /watch/config/home-hut.pem
echo x > /watch/secrets/home-hut
${file("rules.yml", renderRules(watched))}
${file("answered.yml", renderAnswered(watched))}
${file("prometheus.yml", renderPrometheus(watched))}
${file("message.tmpl", messageTemplates({}, 30))}
${file("alertmanager.yml", renderAlertmanager(told))}
${file("probes.yml", renderProbes(watched))}
promtool check config prometheus.yml
amtool check-config alertmanager.yml
blackbox_exporter --config.check --config.file=probes.yml
amtool template render --template.glob=message.tmpl --template.text='{{ template "homeport.title" . }}'`,
  );
  expect(status, said).toBe(0);
  expect(said).toContain("SUCCESS: 29 rules found");
});

test("each alert is tried, firing and silent", () => {
  expect(Object.keys(cases).sort()).toEqual([...alertNames].sort());
});

/** How many alerts of a name there are, asked in Prometheus' language. */
const asked = (alertname: AlertName, { at, about }: RuleCase, count: number) => [
  {
    expr: `count(ALERTS{${[`alertname="${alertname}"`, 'alertstate="firing"', ...(about ? [about] : [])].join(",")}})`,
    eval_time: at,
    exp_samples: count === 0 ? [] : [{ labels: "{}", value: count }],
  },
];

const figures = (name: string, series: Readonly<Record<string, string>>) => ({
  name,
  interval: "30s",
  input_series: Object.entries(series).map(([one, values]) => ({ series: one, values })),
});

test("each rule fires where it should, says what it is about, and is silent where nothing is wrong", () => {
  const tests = (Object.entries(cases) as [AlertName, RuleCase][]).flatMap(([name, one]) => [
    { ...figures(`${name} fires`, one.fires), promql_expr_test: asked(name, one, 1) },
    {
      ...figures(`${name} is silent`, one.silent),
      promql_expr_test: asked(name, { ...one, about: undefined }, 0),
    },
  ]);
  const { status, said } = inside(
    container(monitorImage, "sleep 600"),
    `mkdir /tmp/work && cd /tmp/work
${file("rules.yml", renderRules({ ...watched, thresholds: { MaintenanceLasts: { afterSeconds: 3600 } } }))}
${file("tests.yml", stringify({ rule_files: ["rules.yml"], evaluation_interval: "30s", tests }, { lineWidth: 0 }))}
promtool test rules tests.yml`,
  );
  expect(status, said).toBe(0);
});

test("of a week in which nothing is wrong nobody is told anything", () => {
  const asked = (expr: string, count: number) => ({
    expr: `count(count by (alertname) (count_over_time(${expr}[7d])))`,
    eval_time: `${minutes}m`,
    exp_samples: count === 0 ? [] : [{ labels: "{}", value: count }],
  });
  const tests = [
    {
      name: "week",
      interval: "1m",
      input_series: Object.entries(week).map(([series, values]) => ({ series, values })),
      promql_expr_test: [
        asked('ALERTS{alertstate="firing",weight=~"page|notice"}', 0),
        asked('ALERTS{alertname="Heartbeat"}', 1),
      ],
    },
  ];
  const { status, said } = inside(
    container(monitorImage, "sleep 600"),
    `mkdir /tmp/work && cd /tmp/work
${file("rules.yml", renderRules({ ...watched, everySeconds: 60 }))}
${file("tests.yml", stringify({ rule_files: ["rules.yml"], evaluation_interval: "3m", tests }, { lineWidth: 0 }))}
promtool test rules tests.yml`,
  );
  expect(status, said).toBe(0);
}, 300_000);

test("what is under maintenance is no fault, nor is what only serves it, and is one once that ends", () => {
  const until = 40;
  const blog = 'service="blog"';
  const failing = {
    // Nobody tells for a while, as where the farm is replaced.
    [`homeport_maintenance{${blog}}`]: `1x20 _x5 1x${until - 26} 0x60`,
    'homeport_maintenance{service="pad-web"}': `1x${until} 0x60`,
    'homeport_maintenance{service="pad-api"}': `1x${until} 0x60`,
    'homeport_maintenance{service="wiki"}': "0x100",
    [`homeport_container_running{kind="served",${blog},container="a"}`]: "0x100",
    [`homeport_container_start_seconds{${blog},container="a"}`]: "1 2 3 4 5 6 7x94",
    'homeport_container_running{kind="beside",service="pad-store",container="b"}': "0x100",
    [`probe_success{job="pages",${blog},page="blog.example.org/"}`]: "0x100",
    [`traefik_service_requests_total{${blog},code="500"}`]: `0+30x${until - 5} _x70`,
    'probe_success{job="pages",service="wiki",page="wiki.example.org/"}': "0x100",
  };
  const found = (at: string, ...alerts: string[]) => ({
    expr: 'count by (alertname, service) (ALERTS{alertstate="firing",alertname!~"Heartbeat|MonitorFails|Aftermath"})',
    eval_time: at,
    exp_samples: alerts.map((one) => {
      const [alertname, service] = one.split(" ");
      return { labels: `{alertname="${alertname}", service="${service}"}`, value: 1 };
    }),
  });
  const tests = [
    {
      ...figures("maintenance", failing),
      promql_expr_test: [
        found("19m", "PageGone wiki"),
        found("21m", "PageGone wiki"),
        found("28m", "PageGone wiki", "PageGone blog", "ServiceGone blog", "ContainerAway pad-store"),
      ],
    },
  ];
  const { status, said } = inside(
    container(monitorImage, "sleep 600"),
    `mkdir /tmp/work && cd /tmp/work
${file("rules.yml", renderRules({ ...watched, backups: [] }))}
${file("tests.yml", stringify({ rule_files: ["rules.yml"], evaluation_interval: "30s", tests }, { lineWidth: 0 }))}
promtool test rules tests.yml`,
  );
  expect(status, said).toBe(0);
});

/** Tries figures on all rules: what there is of alerts at which time. */
function tried(name: string, series: Readonly<Record<string, string>>, asked: readonly object[]) {
  const tests = [{ ...figures(name, series), promql_expr_test: asked }];
  return inside(
    container(monitorImage, "sleep 600"),
    `mkdir /tmp/work && cd /tmp/work
${file("rules.yml", renderRules({ ...watched, backups: [] }))}
${file("tests.yml", stringify({ rule_files: ["rules.yml"], evaluation_interval: "30s", tests }, { lineWidth: 0 }))}
promtool test rules tests.yml`,
  );
}
const gone = { 'homeport_container_running{kind="served",service="blog",container="a"}': "0x20 1x60" };
const sample = (expr: string, at: string, value: number) => ({
  expr,
  eval_time: at,
  exp_samples: value === 0 ? [] : [{ labels: "{}", value }],
});

test("what is mended is over three minutes later, and what looks back is muted for longer", () => {
  const firing = (labels: string) => `count(ALERTS{alertstate="firing",${labels}})`;
  const { status, said } = tried("mended", gone, [
    sample(firing('alertname="ServiceGone"'), "10m", 1),
    sample(firing('alertname="ServiceGone"'), "13m", 1),
    sample(firing('alertname="ServiceGone"'), "14m", 0),
    sample(firing('alertname="Aftermath",of="ServiceGone",service="blog"'), "3m", 1),
    sample(firing('alertname="Aftermath",of="ServiceGone",service="blog"'), "23m", 1),
    sample(firing('alertname="Aftermath"'), "25m", 0),
  ]);
  expect(status, said).toBe(0);
});

test("an alert that follows from another one is not counted, nor one that is muted", () => {
  const all = {
    'up{job="farm"}': "0x80",
    'probe_success{job="pages",service="blog",page="blog.example.org/"}': "0x80",
    node_vmstat_oom_kill: "3x10 4x70",
    node_memory_MemAvailable_bytes: "4x80",
    node_memory_MemTotal_bytes: "100x80",
  };
  const { status, said } = tried("counted", all, [
    sample('count(ALERTS{alertstate="firing",weight="page",alertname!="MonitorFails"})', "11m", 4),
    sample(countOfTold(["MonitorFails"]), "11m", 3),
    sample(countOfTold(["MonitorFails", "KilledForMemory"]), "11m", 2),
    // Whoever hears nothing of the farm hears of the page.
    sample(countOfTold(["MonitorFails", "FarmGone"]), "11m", 3),
  ]);
  expect(status, said).toBe(0);
});

test("MonitorFails says which part fails, a backup how old it is, and a service how much of it runs", () => {
  const failing = {
    'up{job="prometheus"}': "1x400",
    'up{job="probes"}': "0x400",
    'up{job="agent",host="cellar"}': "0x400",
    'up{job="routers",host="cellar"}': "1x400",
    'alertmanager_notifications_failed_total{integration="discord",receiver_name="people"}': "0+1x400",
    'homeport_backup_age_seconds{service="wiki",volume="files"}': `${27 * 3600}x400`,
    'homeport_container_running{kind="served",service="blog",container="a"}': "1x400",
    'homeport_container_running{kind="served",service="blog",container="b"}': "0x400",
    'homeport_container_wanted{kind="served",service="blog",container="a"}': "1x400",
    'homeport_container_wanted{kind="served",service="blog",container="b"}': "1x400",
  };
  const told = (alertname: string, ...exp_alerts: [labels: object, summary: string][]) => ({
    alertname,
    eval_time: "2h",
    exp_alerts: exp_alerts.map(([labels, summary]) => ({
      exp_labels: { weight: alertname === "ServiceHalfGone" ? "notice" : "page", ...labels },
      exp_annotations: { summary },
    })),
  });
  const tests = [
    {
      ...figures("parts", failing),
      alert_rule_test: [
        told("ServiceHalfGone", [{ service: "blog" }, "blog: 1 of its 2 containers run"]),
        told("MonitorFails", [
          {},
          "monitor: a message by ntfy could not be sent; what asks for pages does not answer; the agent of cellar does not answer",
        ]),
        told(
          "BackupOverdue",
          [{ service: "wiki", volume: "files" }, "wiki/files: its newest backup is 27 hours old"],
          [{ service: "pad", volume: "data" }, "pad/data: there is no backup of it"],
        ),
      ],
    },
  ];
  const backups = [...watched.backups, { service: "pad", volume: "data" }];
  judge({ ...watched, backups }, tests);
});

test("a message that could not be sent is told while it fails, and is over within minutes of one that was", () => {
  // One count a minute, as Alertmanager gives it up and begins anew, from 1 min to 15 min on.
  const counts = [0, 0, ...Array.from({ length: 28 }, (_, at) => 1 + Math.floor(at / 2))].join(" ");
  const failing = {
    'up{job="prometheus"}': "1x100",
    'up{job="agent",host="attic"}': "1x100",
    'alertmanager_notifications_failed_total{integration="webhook",receiver_name="people"}': `${counts} 14x60`,
  };
  const firing = 'count(ALERTS{alertstate="firing",alertname="MonitorFails"})';
  const { status, said } = tried("not sent", failing, [
    ...["8m", "11m", "14m", "17m"].map((at) => sample(firing, at, 1)),
    sample(firing, "20m30s", 0),
    sample(firing, "30m", 0),
  ]);
  expect(status, said).toBe(0);
});

test("a kill names what counted it, and of what was started again just then that it may be", () => {
  const killed = (container: string, started: string, more: Readonly<Record<string, string>> = {}) =>
    Object.fromEntries(
      Object.entries({ start_seconds: started, kills: "0x40", ...more }).map(([name, values]) => [
        `homeport_container_${name}{host="attic",service="${container}",container="${container}-0"}`,
        values,
      ]),
    );
  // One more is counted at the look after 10 minutes, at 600 s; promtool begins at 0.
  const counted = { 'node_vmstat_oom_kill{host="attic"}': "3x19 4x40" };
  const limited = { memory_bytes: "90x40", limit_bytes: "100x40" };
  const words = "attic: the kernel ended a process that wanted more memory than there is for it";
  const told = (name: string, series: Readonly<Record<string, string>>, who: string) => ({
    ...figures(name, { ...counted, ...series }),
    alert_rule_test: ["14m", "18m"].map((eval_time) => ({
      ...{ eval_time, alertname: "KilledForMemory" },
      exp_alerts: [
        { exp_labels: { weight: "page", host: "attic" }, exp_annotations: { summary: `${words}${who}` } },
      ],
    })),
  });
  const before = killed("blog", "100x8 400x40");
  const later = killed("shop", "100x23 700x40");
  const tests = [
    told("nobody fits", { ...before, ...later, ...killed("wiki", "100x60") }, ""),
    told(
      "started just then",
      { ...before, ...killed("wiki", "100x21 590x40") },
      ", perhaps in wiki-0 of wiki",
    ),
    told(
      "little memory left",
      { ...killed("wiki", "100x21 610x40", limited), ...killed("blog", "100x21 600x40") },
      ", perhaps in wiki-0 of wiki",
    ),
    told(
      "counted by itself",
      { ...killed("wiki", "100x60", { kills: "0x19 1x40" }), ...killed("blog", "100x21 600x40") },
      ", in wiki-0 of wiki",
    ),
    told(
      "twice",
      {
        'node_vmstat_oom_kill{host="attic"}': "3x19 4x3 5x40",
        ...killed("wiki", "100x21 600x40"),
        ...killed("blog", "100x25 720x40"),
      },
      ", perhaps in blog-0 of blog, perhaps in wiki-0 of wiki",
    ),
  ];
  judge({ ...watched, backups: [] }, tests);
});

test("a message says when something began and when it was over, whatever it took to tell", () => {
  const alert = (status: string, service: string, startsAt: string, endsAt: string) => ({
    status,
    labels: { alertname: "ServiceGone", service, environment: "prod" },
    annotations: { summary: `${service}: gone`, means: "No page.", next: "look", after: "120", keep: "180" },
    startsAt,
    endsAt,
  });
  const never = "0001-01-01T00:00:00Z";
  const [blog, wiki, pad] = [
    alert("resolved", "blog", "2026-11-28T08:02:00Z", "2026-11-28T08:20:00Z"),
    alert("firing", "wiki", "2026-11-28T08:19:00Z", never),
    alert("firing", "pad", "2026-11-28T08:01:00Z", never),
  ];
  const rendered = (status: string, ...alerts: object[]) => {
    const data = { receiver: "people", status, alerts, commonLabels: { environment: "prod" } };
    return `${file("data.json", JSON.stringify(data))}
amtool template render --template.glob=message.tmpl --template.data=data.json --template.text='{{ template "homeport.title" . }}
{{ template "homeport.text" . }}'`;
  };
  const { status, said } = inside(
    container(monitorImage, "sleep 600"),
    `set -e; mkdir /tmp/work && cd /tmp/work
${file("message.tmpl", messageTemplates({}, 30))}
${rendered("firing", pad, wiki)}
${rendered("firing", pad, blog)}
${rendered("resolved", blog)}`,
  );
  expect(status, said).toBe(0);
  const going = (service: string, since: string) =>
    `${service}: gone\nNo page.\nSince 2026-11-28 ${since} UTC\nNext: look\n\n`;
  const over = "Over: blog: gone\nSince 2026-11-28 08:00 UTC, until 2026-11-28 08:17 UTC\n\n";
  expect(said).toBe(
    [
      // What is new has the title.
      `prod: wiki: gone (2 alerts)\n${going("pad", "07:59")}${going("wiki", "08:17")}`,
      `Over: prod: blog: gone; 1 not over\n${going("pad", "07:59")}${over}`,
      `Over: prod: blog: gone\n${over}`,
    ].join(""),
  );
});

test("the heartbeat is another one each time, and there is none without a farm, or where no figures are kept", () => {
  const farm = 'up{job="farm"}';
  const beats = (name: string, values: string, at: string, count: number) => ({
    ...figures(name, { [farm]: values }),
    promql_expr_test: [
      {
        expr: 'count(ALERTS{alertname="Heartbeat",alertstate="firing"})',
        eval_time: at,
        exp_samples: count === 0 ? [] : [{ labels: "{}", value: count }],
      },
    ],
  });
  const another = {
    ...figures("another", { [farm]: "1x40" }),
    promql_expr_test: [
      {
        expr: 'count(count by (beat) (count_over_time(ALERTS{alertname="Heartbeat"}[170s])))',
        eval_time: "10m",
        exp_samples: [{ labels: "{}", value: 6 }],
      },
    ],
  };
  const tests = [
    beats("with a farm", "1x40", "10m", 1),
    beats("while the farm is replaced", "1x10 0x8 1x20", "9m", 1),
    beats("without a farm", "1x10 0x40", "11m", 0),
    beats("blind", "1x10 _x40", "11m", 0),
    another,
  ];
  const { status, said } = inside(
    container(monitorImage, "sleep 600"),
    `mkdir /tmp/work && cd /tmp/work
${file("rules.yml", renderRules(watched))}
${file("tests.yml", stringify({ rule_files: ["rules.yml"], evaluation_interval: "30s", tests }, { lineWidth: 0 }))}
promtool test rules tests.yml`,
  );
  expect(status, said).toBe(0);
});

test("how services answer is kept: by their worst page, and by the best of their containers", () => {
  const at = (record: string, service: string, value: number) => ({
    expr: `homeport:${record}{service="${service}"}`,
    eval_time: "20m",
    exp_samples: [{ labels: `homeport:${record}{service="${service}"}`, value }],
  });
  const tests = [
    {
      ...figures("kept", {
        'probe_success{job="pages",service="blog",page="a"}': "1x60",
        'probe_success{job="pages",service="blog",page="b"}': "0x60",
        'homeport_container_running{service="chat",container="a"}': "0x60",
        'homeport_container_running{service="chat",container="b"}': "1x60",
      }),
      promql_expr_test: [at("answered", "blog", 0), at("ran", "chat", 1)],
    },
  ];
  const { status, said } = inside(
    container(monitorImage, "sleep 600"),
    `mkdir /tmp/work && cd /tmp/work
${file("answered.yml", renderAnswered(watched))}
${file("tests.yml", stringify({ rule_files: ["answered.yml"], evaluation_interval: "10m", tests }, { lineWidth: 0 }))}
promtool test rules tests.yml`,
  );
  expect(status, said).toBe(0);
});
