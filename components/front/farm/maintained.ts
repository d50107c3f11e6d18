import { byCode } from "../../shared/order";
import { type LiveFile, liveFile } from "../haproxy/live";
import { maintenancePath } from "../haproxy/paths";
import type { ServicePlace } from "./places";

/** Where the farm tells programs which services are under maintenance. */
export const maintainedPath = "/maintenance/metrics";

const metric = "homeport_maintenance";

/** Lines come in such groups: one service more or less is seldom another number of them, which would be a reload. */
const group = 32;

/** What HAProxy sends at once holds the lines of so many services. */
const most = 192;

/** In the place of a service, where a group has more lines than there are. */
const nobody = "-";

/** No page of maintenance says this: it is kept in the signs of URLs. */
const unsaid = "<";

/** Services as maintenance knows them: their ports have their names and a dot. */
const servicesIn = (places: readonly ServicePlace[]): string[] =>
  [...new Set(places.map(({ service }) => service.split(".")[0] ?? ""))].sort(byCode).slice(0, most);

/** The list by which HAProxy finds the service of a line. */
export function maintainedFile(places: readonly ServicePlace[]): LiveFile {
  const services = servicesIn(places);
  const lines = Math.ceil(services.length / group) * group;
  return liveFile(
    "services",
    Array.from({ length: lines }, (_, at) => `${at} ${services[at] ?? nobody}\n`).join(""),
  );
}

/** Rules that tell of each service whether it is under maintenance now: the list is looked up when somebody asks. */
export function maintainedRules(places: readonly ServicePlace[]): string[] {
  const { path, text } = maintainedFile(places);
  const isAsked = `if { path ${maintainedPath} }`;
  const lines = text
    .split("\n")
    .filter(Boolean)
    .map((_, at) => {
      const service = `str(${at}),map_str(${path})`;
      // A line of nobody is a comment.
      return `%[${service},strcmp(txn.nobody),bool,iif(,#)]${metric}{service=\\"%[${service}]\\"} %[${service},map_str(${maintenancePath},${unsaid}),strcmp(txn.unsaid),bool]`;
    });
  const head = [
    `# HELP ${metric} Whether visitors of the service get a page in its place.`,
    `# TYPE ${metric} gauge`,
  ];
  return [
    `http-request set-var(txn.nobody) str(${nobody}) ${isAsked}`,
    `http-request set-var(txn.unsaid) str(${unsaid}) ${isAsked}`,
    `http-request return status 200 content-type "text/plain; version=0.0.4; charset=utf-8" lf-string "${[...head, ...lines].map((line) => `${line}\\n`).join("")}" ${isAsked}`,
  ];
}
