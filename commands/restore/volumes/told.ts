import { keptHours } from "../../../components/backups/swap";
import { isDump, type ManifestPart, timeOf } from "../../backups/sets";
import { rowsOf } from "../../databases/counts";
import { count } from "../../shared/count";
import { bytes, span } from "../../status/render/units";
import { type Course, named, type Standing } from "./look";
import type { Plan } from "./plan";
import { isVisited, type Target, usersOf } from "./target";

/** Which data it is about. */
export const renderSource = (
  target: Target,
  wanted: readonly Standing[],
  plan: Plan,
  now: number,
): string => {
  const { service, backups } = target;
  const { manifest, parts } = plan.chosen;
  const lines = wanted.map(({ volume, bytes: there }, at) => {
    const part = parts[at];
    return `  ${service}/${volume}: ${part ? sizeOf(part) : "nothing"}; ${bytes(there)} are there now`;
  });
  const others = manifest.complete
    ? []
    : [
        `  the set is partial: ${manifest.failed.map((one) => `${one.service}/${one.volume}: ${one.reason}`).join("; ")}`,
      ];
  return `${[
    `${service} of ${backups.stack}, on host ${backups.host}: as it was ${span(now - timeOf(manifest.set))} ago`,
    `  set ${manifest.set}, of ${plan.shown}`,
    ...lines,
    ...others,
    ...plan.images.map((one) => `  ${one}`),
  ].join("\n")}\n`;
};

export const sizeOf = (part: ManifestPart): string =>
  isDump(part)
    ? `a dump of ${part.engine}, ${bytes(part.bytes)} with ${rowsOf(part.counts.before)}`
    : `${bytes(part.bytes)} in ${count(part.files, "file")}`;

const days = keptHours / 24;

/** What would be done, step by step. */
export function renderSteps(
  target: Target,
  wanted: readonly Standing[],
  course: Course,
  readySeconds: number,
): string {
  const { service, helpers } = target;
  const servers = wanted.filter(({ server }) => server);
  const all = (some: readonly { readonly name: string }[]) =>
    some.map(({ name }) => name).join(", ") || "nothing";
  const isForward = course !== "go back";
  const free = Math.min(...wanted.map((one) => one.free));
  const steps = [
    ...(course === "begin"
      ? [
          `bring the data into the volumes, beside those in use; ${bytes(free)} are free. Visitors notice nothing until then`,
          ...(servers.length > 0
            ? [
                `have the dump of ${named(service, servers)} loaded by a server of its own beside the one in use, with as much memory, and its rows counted`,
              ]
            : []),
        ]
      : []),
    `stop ${all(helpers)}, so that no set is made meanwhile`,
    `stop ${all(usersOf(target))}${isVisited(target) ? ": visitors get the page of status 503" : ""}`,
    `put the ${isForward ? "new" : "former"} data of ${named(service, wanted)} in place of the ${isForward ? "former" : "new"} ones, which are kept for ${days} days`,
    `start all of them, and wait until ${service} is ready, for at most ${readySeconds} s${isForward ? "; else put the former data back" : ""}`,
  ];
  const opening = {
    begin: "",
    "go on": `a restore from the set ${wanted[0]?.set} was cut off, and goes on\n`,
    "go back": `the data of ${named(service, wanted)} from before the restore come back\n`,
  };
  return `${opening[course]}With --yes it would\n${steps.map((step, at) => `  ${at + 1}. ${step}\n`).join("")}Nothing has been changed.\n`;
}
