import { type Findings, found, homeport, label } from "./rule";
import type { Watched } from "./watched";

const service = label("service");

/** What is found of services and their containers. */
export const ofServices: Findings = (watched, at) => {
  const logs = homeport(watched, `logs ${service}`, "--since 15m");
  const gone = `sum by (service) (homeport_container_running${allHere(watched)}) == 0`;
  const errors = 'sum by (service) (increase(traefik_service_requests_total{code=~"5.."}[5m]))';
  const requests = "sum by (service) (increase(traefik_service_requests_total[5m]))";
  return {
    ServiceGone: {
      expr: gone,
      summary: `${service}: none of its containers runs`,
      means: "Visitors get an error page.",
      next: logs,
    },
    ServiceHalfGone: {
      expr: `sum by (service) (homeport_container_running) < sum by (service) (homeport_container_wanted) unless ${gone}`,
      summary: `${service}: ${found} of its containers run, and not all of them`,
      means: "Visitors are served; it may be slower, and nothing is left where another one ends.",
      next: logs,
    },
    ContainerRestarts: {
      expr: `changes(homeport_container_start_seconds[15m]) >= ${at("ContainerRestarts")}`,
      summary: `${service}: its container ${label("container")} ends again and again`,
      means: "While it starts, visitors get an error page or wait.",
      next: logs,
    },
    ContainerNearItsLimit: {
      expr: `homeport_container_memory_bytes / homeport_container_limit_bytes * 100 > ${at("ContainerNearItsLimit")}`,
      summary: `${service}: its container ${label("container")} has ${found} % of the memory that it may have`,
      means: "Nothing yet. Above its limit the kernel ends it.",
      next: homeport(watched, "status"),
    },
    ServiceErrors: {
      expr: `${errors} / ${requests} * 100 > ${at("ServiceErrors")} and ${errors} > 20`,
      summary: `${service}: ${found} % of its answers are errors`,
      means: "Visitors see some pages fail.",
      next: logs,
    },
  };
};

/** Of a service that is on other hosts too, nobody here knows that it is gone. */
const allHere = ({ alsoElsewhere }: Watched): string =>
  alsoElsewhere.length === 0 ? "" : `{service!~"${alsoElsewhere.join("|")}"}`;

/** What is found by asking as a visitor would. */
export const ofPages: Findings = (watched, at) => {
  if (watched.pages.length === 0) return {};
  const page = label("page");
  return {
    PageGone: {
      expr: 'probe_success{job="pages"} == 0',
      summary: `${page} does not answer as it should`,
      means: "Visitors get an error, or nothing at all.",
      next: homeport(watched, `logs ${service}`, "--since 15m"),
    },
    PageSlow: {
      expr: `quantile_over_time(0.1, probe_duration_seconds{job="pages"}[15m]) > ${at("PageSlow")}`,
      summary: `${page} takes ${found} s to answer`,
      means: "Visitors wait.",
      next: homeport(watched, "status"),
    },
  };
};
