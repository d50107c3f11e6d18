import { unlessMaintained, unlessMaintainedIn } from "./maintenance";
import { type Findings, found, homeport, label, onHost } from "./rule";

const service = label("service");
const served = '{kind="served"}';

/** How many of its containers are to run. */
const wanted =
  '{{ with query (printf "sum(homeport_container_wanted{kind=\'served\',service=%q})" $labels.service) }}{{ with first . }}{{ printf "%.0f" .Value }} {{ end }}{{ end }}';

/** What is found of services and their containers. */
export const ofServices: Findings = (watched, at) => {
  const logs = homeport(watched, `logs ${service}`, "--since 15m");
  const gone = `sum by (service) (homeport_container_running${served}) == 0`;
  const errors = 'sum by (service) (increase(traefik_service_requests_total{code=~"5.."}[5m]))';
  const requests = "sum by (service) (increase(traefik_service_requests_total[5m]))";
  return {
    ServiceGone: {
      // Whom an update left in its place answers, and is not known to run. A door that is closed says nothing of what is behind it.
      expr: unlessMaintained(`${gone} unless on (service) probe_http_status_code{job="pages"} > 0 < 400`),
      summary: `${service}: none of its containers runs`,
      means: "Visitors get an error page.",
      next: logs,
    },
    ServiceHalfGone: {
      expr: unlessMaintained(
        `sum by (service) (homeport_container_running${served}) < sum by (service) (homeport_container_wanted${served}) unless ${gone}`,
      ),
      summary: `${service}: ${found} of its ${wanted}containers run`,
      means: "Visitors are served; it may be slower, and nothing is left where another one ends.",
      next: logs,
    },
    ContainerAway: {
      expr: unlessMaintained('homeport_container_running{kind="beside"} == 0'),
      summary: `${service}: its container ${label("container")} on ${label("host")} does not run`,
      means:
        "What needs it fails: pages, where it is a database; sets and certificates, where it makes them.",
      next: logs,
    },
    ContainerRestarts: {
      expr: unlessMaintainedIn(
        "15m",
        `changes(homeport_container_start_seconds[15m]) >= ${at("ContainerRestarts")}`,
      ),
      summary: `${service}: its container ${label("container")} ends again and again`,
      means: "While it starts, visitors get an error page or wait.",
      next: logs,
    },
    ContainerNearItsLimit: {
      expr: `homeport_container_memory_bytes / homeport_container_limit_bytes * 100 > ${at("ContainerNearItsLimit")}`,
      summary: `${service}: its container ${label("container")} has ${found} % of the memory that it may have`,
      means:
        "Nothing yet. Above its limit the kernel ends it. `limits` of the program say how much it may have.",
      next: onHost("docker stats --no-stream"),
    },
    ServiceErrors: {
      expr: unlessMaintainedIn(
        "5m",
        `${errors} / ${requests} * 100 > ${at("ServiceErrors")} and ${errors} > 20`,
      ),
      summary: `${service}: ${found} % of its answers are errors`,
      means: "Visitors see some pages fail.",
      next: logs,
    },
  };
};

/** What is found by asking as a visitor would. */
export const ofPages: Findings = (watched, at) => {
  if (watched.pages.length === 0) return {};
  const page = label("page");
  return {
    PageGone: {
      expr: unlessMaintained('probe_success{job="pages"} == 0'),
      summary: `${page} does not answer as it should`,
      means: "Visitors get an error, or nothing at all.",
      next: homeport(watched, `logs ${service}`, "--since 15m"),
    },
    PageSlow: {
      expr: unlessMaintained(
        `quantile_over_time(0.1, probe_duration_seconds{job="pages"}[5m]) > ${at("PageSlow")}`,
      ),
      summary: `${page} takes ${found} s to answer`,
      means: "Visitors wait.",
      next: homeport(watched, "traffic", "--since 1h"),
    },
  };
};
