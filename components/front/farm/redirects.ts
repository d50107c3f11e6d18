import { byCode } from "../../shared/order";
import { domainAcl } from "./domainRules";
import type { FarmService } from "./services";
import { type FarmTls, strictHeader } from "./tls";

/** Names, and the one that their visitors are sent on to. */
export interface Redirect {
  readonly to: string;
  readonly domains: readonly string[];
}

type Leading = Pick<FarmService, "serviceName" | "domains" | "redirects">;

/** Names that lead to the same one together. */
export function redirectsOf(services: readonly Leading[]): Redirect[] {
  const all = leads(services).sort((a, b) => byCode(a.to, b.to) || byCode(a.from, b.from));
  const targets = [...new Set(all.map(({ to }) => to))];
  return targets.map((to) => ({ to, domains: all.filter((one) => one.to === to).map(({ from }) => from) }));
}

const leads = (services: readonly Leading[]) =>
  services.flatMap(({ serviceName: service, redirects = {} }) =>
    Object.entries(redirects).map(([from, to]) => ({ service, from, to })),
  );

/** Names that lead elsewhere and are served all the same, or lead to two places. */
export function redirectClashes(services: readonly Leading[]): string[] {
  const all = leads(services);
  return all.flatMap(({ service, from, to }, at) => {
    const serves = services.find(
      ({ serviceName, domains }) => serviceName !== service && domains.includes(from),
    );
    const other = all.slice(at + 1).find((one) => one.from === from);
    return [
      ...(serves
        ? [
            `${service} leads ${from} to ${to}, and ${serves.serviceName} serves it; leave it out of one of the two`,
          ]
        : []),
      ...(other
        ? [
            `${service} leads ${from} to ${to}, and ${other.service} to ${other.to}; leave it out of one of the two`,
          ]
        : []),
    ];
  });
}

/** How a port is written behind a name that is asked for by TLS. */
export const shownPort = (https: number): string => (https === 443 ? "" : `:${https}`);

/** Rules that send visitors on, with all that they asked for. */
export const redirectRules = (
  redirects: readonly Redirect[] = [],
  https: number,
  { hstsDays }: Pick<FarmTls, "hstsDays">,
): string[] =>
  redirects.flatMap(({ to, domains }, at) => [
    ...domainAcl(`leads_on_${at}`, domains),
    `http-request return status 308 hdr Location https://${to}${shownPort(https)}%[pathq]${hstsDays > 0 ? ` hdr ${strictHeader(hstsDays)}` : ""} if leads_on_${at}`,
  ]);
