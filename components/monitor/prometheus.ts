import { stringify } from "yaml";
import { hostsPath } from "../front/farm/figures";
import { maintainedPath } from "../front/farm/maintained";
import { farmPorts } from "../front/farm/ports";
import { routerPorts } from "../router/config";
import { figuresPaths } from "../router/figures";
import { inUrl } from "../shared/address";
import { aliasOf, monitorPorts, type Part, passwordFile, watcher, watchMount } from "./layout";
import { answeredFile } from "./page/answered";
import { homeModule, hostModule } from "./probes";
import type { Watched } from "./watched";

const password = { basic_auth: { username: watcher, password_file: passwordFile } };

/** Each program tells hundreds of figures: those that a rule or a page asks for are kept. */
const only = (names: string) => [{ source_labels: ["__name__"], regex: names, action: "keep" }];

/** That somebody answers is known without any. */
const none = "";

/**
 * How alerts are told to Alertmanager. It takes for over what it has not heard of for four times the delay, twenty minutes by default: as long may
 * Prometheus be away. What had been found before is found again as soon as it is back.
 */
export const alertOptions = (everySeconds: number): string =>
  `--rules.alert.resend-delay=${10 * everySeconds}s --rules.alert.for-grace-period=1m`;

/**
 * Renders Prometheus' configuration, beside which its rules are.
 * @see https://prometheus.io/docs/prometheus/2.53/configuration/configuration/
 */
export function renderPrometheus(watched: Watched): string {
  const { monitor, environment, project, everySeconds } = watched;
  const every = `${everySeconds}s`;
  const part = (one: Part) => `${aliasOf(monitor, one)}:${monitorPorts[one]}`;
  const own = (job: string, one: Part) => ({
    job_name: job,
    ...password,
    static_configs: [{ targets: [part(one)] }],
  });
  return stringify(
    {
      global: {
        scrape_interval: every,
        scrape_timeout: `${Math.min(everySeconds, 10)}s`,
        evaluation_interval: every,
        external_labels: { environment, project },
      },
      rule_files: ["rules.yml", answeredFile],
      alerting: {
        alertmanagers: [{ ...password, static_configs: [{ targets: [part("alertmanager")] }] }],
      },
      scrape_configs: [
        {
          ...own("prometheus", "prometheus"),
          metric_relabel_configs: only("prometheus_rule_evaluation_failures_total"),
        },
        {
          ...own("alertmanager", "alertmanager"),
          metric_relabel_configs: only("alertmanager_notifications_failed_total"),
        },
        ofAgents(watched, part("agent")),
        { ...own("probes", "probes"), metric_relabel_configs: only(none) },
        ...ofFarm(watched),
        ...ofRouters(watched),
        ...ofPages(watched, part("probes")),
        ...ofHosts(watched, part("probes")),
        ...ofHomes(watched, part("probes")),
      ],
    },
    { lineWidth: 0, aliasDuplicateObjects: false },
  );
}

/** Further hosts are asked through the farm, by the wire on which it reaches their routers. */
const farTarget = (
  { farmAddress }: Watched,
  host: string,
  router: string,
  what: keyof typeof figuresPaths,
  labels = {},
) => ({
  targets: [`${farmAddress}:${farmPorts.stats}`],
  labels: {
    ...labels,
    host,
    instance: `${host}:${what}`,
    __metrics_path__: hostsPath(router) + figuresPaths[what],
  },
});

/** Of disks, the one where the volumes of its engine are. */
const ofAgent = [
  "homeport_(container_.*|disk_writable);",
  "node_(memory_MemAvailable_bytes|memory_MemTotal_bytes|vmstat_oom_kill|time_seconds|boot_time_seconds);",
  `node_filesystem_(avail_bytes|size_bytes);${watchMount}`,
].join("|");

const ofAgents = (watched: Watched, near: string) => ({
  job_name: "agent",
  ...password,
  static_configs: [
    { targets: [near], labels: { host: watched.host } },
    ...watched.hosts.map(({ name, router }) => farTarget(watched, name, router, "agent")),
  ],
  metric_relabel_configs: [{ source_labels: ["__name__", "mountpoint"], regex: ofAgent, action: "keep" }],
});

function ofFarm({ farmAddress, backups, routers }: Watched) {
  const statics = [{ targets: [`${farmAddress}:${farmPorts.stats}`] }];
  return [
    {
      job_name: "farm",
      static_configs: statics,
      metric_relabel_configs: [
        ...only("haproxy_(server_status|frontend_current_sessions|frontend_limit_sessions)"),
        { source_labels: ["state"], regex: "DOWN|MAINT|DRAIN|NOLB", action: "drop" },
        ...routers.flatMap(({ name, host }) =>
          Object.entries({ router: name, host }).map(([target_label, replacement]) => ({
            source_labels: ["server"],
            regex: name,
            target_label,
            replacement,
          })),
        ),
        // Of all other servers no rule asks.
        { source_labels: ["__name__", "router"], regex: "haproxy_server_status;", action: "drop" },
      ],
    },
    { job_name: "certificates", metrics_path: "/certificates/metrics", static_configs: statics },
    { job_name: "maintenance", metrics_path: maintainedPath, static_configs: statics },
    ...(backups.length > 0
      ? [{ job_name: "backups", metrics_path: "/backups/metrics", static_configs: statics }]
      : []),
  ];
}

/** A router names its services with where it has them from. */
const serviceAlone = {
  source_labels: ["service"],
  regex: "(.+)@file",
  target_label: "service",
};

/** The way to figures is no service. */
const noFigures = { source_labels: ["service"], regex: "figures_.*", action: "drop" };

const ofRouters = (watched: Watched) =>
  watched.routers.length === 0
    ? []
    : [
        {
          job_name: "routers",
          static_configs: watched.routers.map(({ name, host, container }) =>
            container === undefined
              ? farTarget(watched, host, name, "router", { router: name })
              : { targets: [`${container}:${routerPorts.metrics}`], labels: { router: name, host } },
          ),
          metric_relabel_configs: [...only("traefik_service_requests_total"), serviceAlone, noFigures],
        },
      ];

/** Whoever is there takes a connection, whatever has become of its containers. */
const ofHosts = ({ hosts }: Watched, probes: string) =>
  hosts.length === 0
    ? []
    : [
        {
          job_name: "hosts",
          metrics_path: "/probe",
          params: { module: [hostModule] },
          ...password,
          static_configs: hosts.map(({ name, gate }) => ({
            targets: [`${inUrl(gate.address)}:${gate.port}`],
            labels: { host: name, gate: gate.address },
          })),
          relabel_configs: asked("host", probes),
          metric_relabel_configs: only("probe_success"),
        },
      ];

const ofHomes = ({ homes }: Watched, probes: string) =>
  homes.length === 0
    ? []
    : [
        {
          job_name: "homes",
          metrics_path: "/probe",
          ...password,
          static_configs: homes.map(({ name, page }) => ({
            targets: [page],
            labels: { __param_module: homeModule(name), home: name },
          })),
          relabel_configs: asked("home", probes),
          metric_relabel_configs: only("probe_success"),
        },
      ];

/** Has the probe ask for the target, which is known by one of its labels. */
const asked = (known: string, probes: string) => [
  { source_labels: ["__address__"], target_label: "__param_target" },
  { source_labels: [known], target_label: "instance" },
  { target_label: "__address__", replacement: probes },
];

/** Each is asked at the farm's own address: what the names lead to elsewhere is no matter of the home's. */
const ofPages = ({ pages, farmAddress }: Watched, probes: string) =>
  pages.length === 0
    ? []
    : [
        {
          job_name: "pages",
          metrics_path: "/probe",
          ...password,
          static_configs: pages.map(({ service, router, host, domain, path, module }) => ({
            targets: [`https://${farmAddress}:${farmPorts.https}${path}`],
            labels: {
              __param_module: module,
              __param_hostname: domain,
              page: domain + path,
              router,
              host,
              service,
            },
          })),
          relabel_configs: asked("page", probes),
          metric_relabel_configs: only("probe_(success|duration_seconds|http_status_code)"),
        },
      ];
