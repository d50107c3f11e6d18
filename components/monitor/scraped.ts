import { hostsPath } from "../front/farm/figures";
import { maintainedPath } from "../front/farm/maintained";
import { farmPorts } from "../front/farm/ports";
import { routerPorts } from "../router/config";
import { figuresPaths } from "../router/figures";
import { passwordFile, watcher, watchMount } from "./layout";
import type { Watched } from "./watched";

export const password = { basic_auth: { username: watcher, password_file: passwordFile } };

/** Each program tells hundreds of figures: those that a rule or a page asks for are kept. */
export const only = (names: string) => [{ source_labels: ["__name__"], regex: names, action: "keep" }];

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

export const ofAgents = (watched: Watched, near: string) => ({
  job_name: "agent",
  ...password,
  static_configs: [
    { targets: [near], labels: { host: watched.host } },
    ...watched.hosts.map(({ name, router }) => farTarget(watched, name, router, "agent")),
  ],
  metric_relabel_configs: [{ source_labels: ["__name__", "mountpoint"], regex: ofAgent, action: "keep" }],
});

export function ofFarm({ farmAddress, backups, routers }: Watched) {
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

export const ofRouters = (watched: Watched) =>
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
