import { farmPorts } from "../front/farm/ports";
import { inUrl } from "../shared/address";
import { homeModule, hostModule } from "./probes";
import { only, password } from "./scraped";
import type { Watched } from "./watched";

/** Whoever is there takes a connection, whatever has become of its containers. */
export const ofHosts = ({ hosts }: Watched, probes: string) =>
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

export const ofHomes = ({ homes }: Watched, probes: string) =>
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
export const ofPages = ({ pages, farmAddress }: Watched, probes: string) =>
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
