import { heartbeat } from "../../../components/monitor/rules";
import { npx } from "../../../components/shared/npx";
import type { AlertFacts } from "../../alert/alerts";
import type { EnvironmentFacts } from "../facts/home";
import type { Finding } from "./finding";
import { wasKilled } from "./trouble";

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
  alert: AlertFacts,
  monitor: string,
  environment: EnvironmentFacts,
): (seen: Finding) => boolean {
  const { name, about } = alert;
  const { proxies } = environment;
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
      // Of what is over for hours a page is not gone.
      return (seen) => of(about.service)(seen) && !seen.what.includes(wasKilled);
    case "KilledForMemory":
      return killedOf(alert, environment);
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

/** How much later than a kill the container may have been started, or may the kill have been counted, in milliseconds. */
const together = 120_000;

/**
 * Tells whether what was found is the kill that an alert is about: of the containers on its host that the alert names, or,
 * where it names none, of one that was started then. What has ended for want of memory is told of for a day, and hides no other kill.
 */
function killedOf(
  { about: { host }, what, since }: AlertFacts,
  { services, proxies }: EnvironmentFacts,
): (seen: Finding) => boolean {
  const named = [...what.matchAll(/\bin (\S+) of \S+/g)].map(([, name]) => name);
  return (seen) => {
    const ended = [...services, ...proxies]
      .filter(({ name }) => name === seen.about)
      .flatMap(({ containers }) => containers)
      .filter((one) => one.outOfMemory && one.host === host);
    return (
      seen.what.includes("for want of memory") &&
      (named.length > 0
        ? named.every((name) => ended.some((one) => one.name === name))
        : ended.some((one) => Math.abs(Date.parse(one.since ?? "") - Date.parse(since)) < together))
    );
  };
}
