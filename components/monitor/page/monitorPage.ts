import { countOfTold } from "../follows";
import type { Watched } from "../watched";
import { currentAlerts } from "./alerts";
import { document } from "./document";
import { hosts } from "./hosts";
import { backups, certificates } from "./kept";
import { askedOnce } from "./past";
import { fully, legend, type ShownService, tookOnce } from "./services";
import { asking, text, the } from "./template";
import { worksTemplate } from "./works";

const section = (title: string, body: string) => `<h2>${title}</h2>\n${body}`;

/** Renders the page with everything, as a template of Prometheus. */
export function renderMonitorPage(watched: Watched, services: readonly ShownService[]): string {
  const { project, stack } = watched;
  const many = the(asking(countOfTold(watched.mute)), 'alerts: {{ printf "%.0f" .Value }}', "no alerts");
  return document({
    title: `${text(`${project}, ${stack}`)}: ${many}`,
    head: `<meta name="robots" content="noindex">\n${worksTemplate(watched)}\n`,
    body: [
      section("Alerts", currentAlerts(watched)),
      section("Services", [askedOnce(services) + tookOnce + legend, ...services.map(fully)].join("\n")),
      section("Hosts", hosts),
      section("Certificates", certificates),
      ...(watched.backups ? [section("Backups", backups)] : []),
    ].join("\n"),
  });
}
