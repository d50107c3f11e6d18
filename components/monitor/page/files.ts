import type { Served } from "../../services/served";
import type { Watched } from "../watched";
import { isPage, type Page } from "./component";
import { renderFeed } from "./feed";
import { feedSource, type MadePage, templateFile } from "./make";
import { renderMonitorPage } from "./monitorPage";
import type { ShownService } from "./services";
import { renderStatusPage } from "./statusPage";

export const pagesToMake = (services: readonly Served[]): Page[] => services.filter(isPage);

export const toMake = ({ serviceName: name, page: { open } }: Page): MadePage => ({
  name,
  feed: open !== undefined,
});

/** What Prometheus is told of the pages that it makes. */
export const pageFiles = (services: readonly Served[], watched: Watched): Record<string, string> =>
  Object.assign({}, ...pagesToMake(services).map((page) => filesOf(page, services, watched)));

function filesOf(
  { serviceName: name, page: { args, open } }: Page,
  services: readonly Served[],
  watched: Watched,
): Record<string, string> {
  const asked = new Set(watched.pages.map(({ service }) => service));
  const show = (title: string, { serviceName }: Served): ShownService => ({
    name: serviceName,
    title,
    asked: asked.has(serviceName),
  });
  if (!open) {
    const all = services.map((one) => show(one.serviceName, one));
    return { [templateFile(name)]: renderMonitorPage(watched, all) };
  }
  const shown = Object.entries(open.shows).map(([title, one]) => show(title, one));
  return {
    [templateFile(name)]: renderStatusPage(open, shown),
    [feedSource(name)]: renderFeed(open, args.domains[0] ?? ""),
  };
}
