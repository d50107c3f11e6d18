import { keptHours } from "../../../components/backups/swap";
import { npx } from "../../../components/shared/npx";
import { isDump, type ManifestPart, timeOf } from "../../backups/sets";
import { rowsOf } from "../../databases/counts";
import { count } from "../../shared/count";
import { bytes, span } from "../../status/render/units";
import { brought, type Course, named, type Standing } from "./look";
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
  const excepts = wanted.flatMap((one, at) => {
    const { except = [] } = plan.fetched[at] ?? {};
    return except.length > 0
      ? [`  ${named(service, [one])}: no set has ${except.join(", ")}; what is there stays as it is`]
      : [];
  });
  // What the same set has brought already is taken.
  const isTaken = (one: Standing) =>
    one.phase === "ready" && one.set === manifest.set && one.from === undefined;
  const left = wanted.filter((one) => [...brought, "undone"].includes(one.phase) && !isTaken(one));
  const taken = wanted.filter(isTaken);
  const beside = [
    ...(left.length > 0 ? [`  removed first: ${leftTold(service, left)}`] : []),
    ...(taken.length > 0 ? [`  ${named(service, taken)}: brought already, and not once more`] : []),
  ];
  return `${[
    `${service} of ${backups.stack}, on host ${backups.host}: as it was ${span(now - timeOf(manifest.set))} ago`,
    `  set ${manifest.set}, of ${plan.shown}`,
    ...lines,
    ...excepts,
    ...others,
    ...beside,
    ...plan.images.map((one) => `  ${one}`),
  ].join("\n")}\n`;
};

export const sizeOf = (part: ManifestPart): string =>
  isDump(part)
    ? `a dump of ${part.engine}, ${bytes(part.bytes)} with ${rowsOf(part.counts.before)}`
    : `${bytes(part.bytes)} in ${count(part.files, "file")}`;

/** What lies beside the data in use, and how much that is. */
export const leftTold = (service: string, some: readonly Standing[]): string =>
  `${bytes(some.reduce((sum, one) => sum + one.beside, 0))} that ${
    some.every(({ phase }) => phase === "undone")
      ? "were there before the former data came back"
      : "an earlier restore had brought"
  }, beside the data in use of ${named(service, some)}`;

/** What came with the data that go back, and does not go with them. */
export function renderTogether({ service, backups: { stack } }: Target, all: readonly Standing[]): string {
  const [one, ...more] = all.filter(({ isWanted, phase }) => isWanted && phase !== "none");
  if (one?.from !== undefined)
    return `The data came by a rehearsal, and with them those of others of ${stack}, which stay; all of them back: ${npx(`homeport rehearse --to ${stack} --back --yes`)}\n`;
  const others = all.filter(
    ({ isWanted, phase, set }) =>
      !isWanted && phase === "done" && [one, ...more].some((wanted) => wanted?.set === set),
  );
  return others.length > 0
    ? `${named(service, others)} came with it, from the same set, and keeps what that has; all of them back: ${npx(`homeport restore ${service} --stack ${stack} --back --yes`)}\n`
    : "";
}

const days = keptHours / 24;

/** What would be done, step by step. */
export function renderSteps(
  target: Target,
  wanted: readonly Standing[],
  course: Exclude<Course, "give up">,
  readySeconds: number,
): string {
  const { service, helpers } = target;
  const servers = wanted.filter(({ server }) => server);
  const listed = (some: readonly { readonly name: string }[]) =>
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
    `stop ${listed(helpers)}, so that no set is made meanwhile`,
    `stop ${listed(usersOf(target))}${isVisited(target) ? ": visitors get the page of status 503" : ""}`,
    `put the ${isForward ? "new" : "former"} data of ${named(service, wanted)} in place of the ${isForward ? "former" : "new"} ones, which are kept for ${days} days`,
    `start all of them, and wait until ${service} is ready, for at most ${readySeconds} s${isForward ? "; else put the former data back" : ""}`,
  ];
  const opening = {
    begin: "",
    "go on": "It goes on with that; --back --yes brings the former data back instead.\n",
    "go back": `the data of ${named(service, wanted)} from before the restore come back\n`,
  };
  return `${opening[course]}With --yes it would\n${steps.map((step, at) => `  ${at + 1}. ${step}\n`).join("")}Nothing has been changed.\n`;
}
