import { stringify } from "yaml";
import { farmPorts } from "../front/farm/ports";
import { routerPorts } from "../router/config";
import { aliasOf, monitorPorts, type Part, passwordFile, watcher } from "./layout";
import { answeredFile } from "./page/answered";
import type { Watched } from "./watched";

const password = { basic_auth: { username: watcher, password_file: passwordFile } };

/** HAProxy tells thousands of figures, and a router thousands more: those that a rule asks for are kept. */
const only = (names: string) => [{ source_labels: ["__name__"], regex: names, action: "keep" }];

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
          metric_relabel_configs: only("prometheus_rule_evaluation_failures_total|process_.*|up"),
        },
        {
          ...own("alertmanager", "alertmanager"),
          metric_relabel_configs: only("alertmanager_(alerts|notifications).*|process_.*|up"),
        },
        own("agent", "agent"),
        { ...own("probes", "probes"), metric_relabel_configs: only("process_.*|up") },
        ...ofFarm(watched),
        ...ofRouters(watched),
        ...ofPages(watched, part("probes")),
      ],
    },
    { lineWidth: 0, aliasDuplicateObjects: false },
  );
}

function ofFarm({ farmAddress, backups }: Watched) {
  const statics = [{ targets: [`${farmAddress}:${farmPorts.stats}`] }];
  return [
    {
      job_name: "farm",
      static_configs: statics,
      metric_relabel_configs: only(
        "haproxy_(server_status|frontend_current_sessions|frontend_limit_sessions|process_.*)",
      ),
    },
    { job_name: "certificates", metrics_path: "/certificates/metrics", static_configs: statics },
    ...(backups ? [{ job_name: "backups", metrics_path: "/backups/metrics", static_configs: statics }] : []),
  ];
}

/** A router names its services with where it has them from. */
const serviceAlone = {
  source_labels: ["service"],
  regex: "(.+)@file",
  target_label: "service",
};

const ofRouters = ({ routers }: Watched) =>
  routers.length === 0
    ? []
    : [
        {
          job_name: "routers",
          static_configs: routers.map(({ name, container }) => ({
            targets: [`${container}:${routerPorts.metrics}`],
            labels: { router: name },
          })),
          metric_relabel_configs: [...only("traefik_service_requests_total"), serviceAlone],
        },
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
          static_configs: pages.map(({ service, router, domain, path, module }) => ({
            targets: [`https://${farmAddress}:${farmPorts.https}${path}`],
            labels: {
              __param_module: module,
              __param_hostname: domain,
              page: domain + path,
              router,
              service,
            },
          })),
          relabel_configs: [
            { source_labels: ["__address__"], target_label: "__param_target" },
            { source_labels: ["page"], target_label: "instance" },
            { target_label: "__address__", replacement: probes },
          ],
          metric_relabel_configs: only("probe_(success|duration_seconds|http_status_code)|up"),
        },
      ];
