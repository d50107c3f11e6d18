import { stringify } from "yaml";
import { aliasOf, monitorPorts, type Part } from "./layout";
import { answeredFile } from "./page/answered";
import { ofHomes, ofHosts, ofPages } from "./probed";
import { ofAgents, ofFarm, ofRouters, only, password } from "./scraped";
import type { Watched } from "./watched";

/** That somebody answers is known without any figure. */
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
