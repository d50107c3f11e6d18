import { measured } from "./alerts";
import { type Findings, homeport, label, lately } from "./rule";
import type { Watched } from "./watched";

/** What is not looked for while somebody works on a service, and who is reminded of it. */

/** Kept of each service that is under maintenance, and of what only serves it. */
export const maintainedFigure = "homeport:maintained";

const told = (services: readonly string[]): string =>
  lately(`homeport_maintenance{service=~"${services.join("|")}"}`);

/** Rules that keep it; whoever looks for something comes after them. */
export const renderMaintained = ({ companions }: Pick<Watched, "companions">) => [
  {
    record: maintainedFigure,
    expr: [
      `max by (service) (${lately("homeport_maintenance")}) == 1`,
      // Nobody else needs what is in an application's own network.
      ...companions.map(
        ({ service, servedBy }) =>
          `label_replace(min(${told(servedBy)}) == 1, "service", "${service}", "", "")`,
      ),
    ].join(" or "),
  },
];

/** Leaves out what is found of services under maintenance. */
export const unlessMaintained = (expr: string): string => `(${expr}) unless on (service) ${maintainedFigure}`;

/** The same for what is found by looking back so long. */
export const unlessMaintainedIn = (span: string, expr: string): string =>
  `(${expr}) unless on (service) max_over_time(${maintainedFigure}[${span}])`;

/** Whoever began maintenance may have forgotten it. */
export const ofMaintenance: Findings = (watched) => {
  const service = label("service");
  const hours = Math.round(measured("MaintenanceLasts", watched.thresholds).afterSeconds / 360) / 10;
  return {
    MaintenanceLasts: {
      expr: `${lately("homeport_maintenance")} == 1`,
      summary: `${service}: it has been under maintenance for ${hours} hours`,
      means: "Visitors get a page that says so. Nobody is told whether it is well.",
      next: homeport(watched, `maintenance ${service} off`),
    },
  };
};
