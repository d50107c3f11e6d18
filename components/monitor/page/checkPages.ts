import * as pulumi from "@pulumi/pulumi";
import type { Problem } from "../../shared/problems";
import type { MonitorArgs } from "../args";
import { isPage, type Page } from "./component";

type Watching = Pick<MonitorArgs, "farm" | "services">;

const pagesAmong = (services: Watching["services"]) =>
  services.flatMap((service, at) => (isPage(service) ? [{ page: service, at }] : []));

/** What is wrong with the pages that a monitor is to make. */
export const pageProblems = (watching: Watching): Problem[] => [...ofNobody(watching), ...ofThese(watching)];

/** The farm serves it, and nothing would ever be on it. */
const ofNobody = ({ farm, services }: Watching): Problem[] =>
  farm.serves
    .filter(isPage)
    .filter((page) => !services.includes(page))
    .map(({ serviceName }) => ({
      path: ["services"],
      message: `${serviceName} is a page of a monitor, and not among them, so that nobody makes it; add it`,
    }));

const ofThese = ({ farm, services }: Watching): Problem[] =>
  pagesAmong(services).flatMap(({ page, at }) => [
    ...(page.page.args.router.network === farm.network
      ? []
      : [
          {
            path: ["services", at],
            message: `${page.serviceName} is served on another host than the farm's, where the monitor that makes it is; give it a router of the farm's network`,
          },
        ]),
    ...unknown(page, services).map(([title, service]) => ({
      path: ["services"],
      message: `${page.serviceName} shows "${title}" (${service.serviceName}), which is not among them, so that nobody looks after it; add it`,
    })),
  ]);

const unknown = ({ page: { open } }: Page, services: Watching["services"]) =>
  Object.entries(open?.shows ?? {}).filter(([, service]) => !services.includes(service));

/** Warns of a page with everything that whoever finds the farm may read. */
export function warnOfOpenPages({ farm, services }: Watching): void {
  if (!farm.isPublic) return;
  for (const { page } of pagesAmong(services)) {
    const { allow, users, clientAuthority } = page.page.args;
    if (page.page.open || allow || users || clientAuthority) continue;
    pulumi.log.warn(
      `${page.serviceName}: whoever finds the farm reads there what runs in the home, and what is wrong with it; say who is let in: users, allow or clientAuthority`,
      page,
    );
  }
}
