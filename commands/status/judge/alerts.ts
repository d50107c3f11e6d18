import { heartbeat } from "../../../components/monitor/rules";
import { npx } from "../../../components/shared/npx";
import type { AlertFacts } from "../../alert/alerts";
import type { EnvironmentFacts } from "../facts";
import type { Finding } from "./finding";

/**
 * What the monitor finds: a page is wrong, a notice or what was muted is worth knowing. What has been seen without it is said by that alone.
 * @param seen what was found without it
 */
export const judgeAlerts = (environment: EnvironmentFacts, seen: readonly Finding[]): Finding[] =>
  environment.monitors.flatMap(({ name, alerts }): Finding[] => {
    if ("notAsked" in alerts)
      return seen.some(({ about }) => about === name)
        ? []
        : [
            {
              weight: "wrong",
              about: name,
              what: `could not ask: ${alerts.notAsked}`,
              next: [npx(`homeport logs ${name} --stack ${environment.stack}`)],
            },
          ];
    return alerts.known
      .map(
        (alert) => ({ alert, weight: alert.weight === "page" && !alert.muted ? "wrong" : "notice" }) as const,
      )
      .filter(({ alert, weight }) => {
        const isSame = sameAs(alert, name, environment);
        return !seen.some((one) => isSame(one) && (one.weight === "wrong" || weight === "notice"));
      })
      .map(({ alert, weight }) => ({ weight, about: alert.name, what: alert.what, next: [alert.next] }));
  });

/** Tells whether something that was found without the monitor is what an alert is about. */
function sameAs(
  { name, about }: AlertFacts,
  monitor: string,
  { proxies }: EnvironmentFacts,
): (seen: Finding) => boolean {
  const of = (unit: string | undefined) => (seen: Finding) =>
    // Farm and router say `cloud-app`, where labels have `cloud/app`.
    unit !== undefined && seen.about.replace("/", "-") === unit.replace("/", "-");
  switch (name) {
    case heartbeat:
    case "MonitorFails":
      return of(monitor);
    case "FarmGone":
      return of(proxies.find(({ role }) => role === "farm")?.name);
    case "RouterGone":
      return of(about.router);
    case "ServiceGone":
    case "ServiceHalfGone":
    case "ContainerAway":
    case "ContainerRestarts":
    case "PageGone":
    case "MaintenanceLasts":
      return of(about.service);
    case "KilledForMemory":
      return ({ what }) => what.includes("for want of memory");
    case "HostGone":
      return of(`host ${about.host}`);
    case "CertificateEnded":
    case "CertificateEnds":
    case "CertificateProblem":
      return (seen) => seen.about.split(", ").includes(about.domain ?? "");
    case "BackupOverdue":
      return ({ what }) => what.startsWith(`${about.service}/${about.volume} was `);
    default:
      return () => false;
  }
}
