import { keptHours } from "../../components/backups/swap";
import { npx } from "../../components/shared/npx";
import { isDump, timeOf } from "../backups/sets";
import { count } from "../shared/count";
import type { Terminal } from "../shared/terminal";
import { type Answer, renderAnswer } from "../smoke/answers";
import { bytes, span } from "../status/render/units";
import { keeping } from "./course";
import type { Planned, PlannedSide } from "./plan";
import type { PartSeen, Report } from "./report";

/** What comes from where, and what does not. */
export function renderSource(
  sides: readonly PlannedSide[],
  { missing, staying }: { readonly missing: readonly string[]; readonly staying: readonly string[] },
  now: number,
): string {
  const [{ from, to } = sides[0] as PlannedSide] = sides;
  return `${[
    ...sides.map(
      ({ chosen: { manifest }, shown, from: { host } }) =>
        `${to.stack} from ${from.stack}, on host ${host}: as it was ${span(now - timeOf(manifest.set))} ago (set ${manifest.set}, ${shown})`,
    ),
    ...sides.flatMap(({ planned }) => planned.map(renderPlanned)),
    ...sides.flatMap(({ planned }) => planned.flatMap(renderExcept)),
    ...(missing.length > 0 ? [`  not in ${to.stack}: ${missing.join(", ")}`] : []),
    ...(staying.length > 0
      ? [`  stays as it is, as ${from.stack} does not back it up: ${staying.join(", ")}`]
      : []),
  ].join("\n")}\n`;
}

function renderPlanned({ service, volume, part, bytes: there, database }: Planned): string {
  const told = `  ${service}/${volume}: `;
  if (!database)
    return `${told}${bytes(part.bytes)} in ${count(part.files, "file")}; ${bytes(there)} are there now`;
  const { scrub, holds } = database.rehearsal;
  return `${told}a dump of ${bytes(part.bytes)} (${isDump(part) ? part.engine : "files"}), ${isNone(scrub) ? "not scrubbed, as the program says" : "scrubbed"}${holds === undefined ? "" : ", and asked whether it holds"}`;
}

const renderExcept = ({ service, volume, except }: Planned): string[] =>
  except.length > 0
    ? [`  ${service}/${volume}: no set has ${except.join(", ")}; what is there stays as it is`]
    : [];

export const isNone = (scrub: string): boolean => scrub.trim() === "none";

/** What to do where a database's data do not come as they are to be. */
export const mending = (what: string, stack: string): string =>
  `\n  Mend ${what}, where the program says rehearsal of this database, and: ${npx(`pulumi up --stack ${stack}`)}`;

/** What to do where a set's own data are not whole. */
export const otherSet = (stack: string): string =>
  `\n  Another set, by --set: ${npx(`homeport backup --stack ${stack} --list`)}`;

/** What would be done, step by step. */
export function renderSteps(
  sides: readonly PlannedSide[],
  course: "begin" | "go on",
  { wasAsleep, seconds }: { readonly wasAsleep: boolean; readonly seconds: number },
): string {
  const stack = sides[0]?.to.stack;
  const all = sides.flatMap(({ planned }) => planned);
  const kept = keeping(all).map(({ service, volume }) => `${service}/${volume}`);
  const steps = [
    ...(course === "begin"
      ? [
          ...(kept.length > 0
            ? [`remove what is kept of ${kept.join(", ")} from before the last exchange of data`]
            : []),
          `bring the data into the volumes of ${stack}, beside those in use; load, compare and scrub databases there`,
        ]
      : []),
    `stop all of ${stack}`,
    `put the data in place of the former ones, which are kept for ${keptHours / 24} days`,
    `start ${stack}, and ask every name, for at most ${seconds} s; where something does not hold, put the former data back`,
    ...(wasAsleep ? [`put ${stack} to sleep again`] : []),
  ];
  const opening = course === "go on" ? "a rehearsal was cut off, and goes on\n" : "";
  return `${opening}With --yes it would\n${steps.map((step, at) => `  ${at + 1}. ${step}\n`).join("")}Nothing has been changed.\n`;
}

/** What was seen. */
export function renderReport(report: Report, terminal: Terminal): string {
  const { from, to, sets, parts, answers, mail, failed, seconds, at } = report;
  const ages = sets.map(({ set, time }) => `${span(Date.parse(at) - Date.parse(time))} ago (set ${set})`);
  return [
    failed === undefined
      ? `${to} has the data of ${from} as they were ${ages.join(", ")}; all held, after ${seconds.toFixed(1)} s\n`
      : `The rehearsal FAILED after ${seconds.toFixed(1)} s, with the data of ${from} as they were ${ages.join(", ")}:\n  ${failed}\n`,
    ...parts.map(renderPart),
    ...answers.map((one: Answer) => renderAnswer(one, terminal)),
    ...(mail.length > 0 ? [`mail may leave: ${mail.map(({ server }) => server).join(", ")}\n`] : []),
    failed === undefined
      ? `Its former data are kept for ${keptHours / 24} days: ${npx(`homeport rehearse --to ${to} --back`)}\n`
      : `${to} has its former data.\n`,
  ].join("");
}

function renderPart(part: PartSeen): string {
  const took = part.seconds.toFixed(1).padStart(7);
  const what =
    part.kind === "files"
      ? `${bytes(part.bytes)} in ${count(part.files, "file")}`
      : [
          `${count(part.rows ?? 0, "row")} in ${count(part.tables ?? 0, "table")}`,
          ...(part.scrubbed ? ["scrubbed"] : []),
          ...(part.holds ? ["it holds"] : []),
        ].join(", ");
  return `${took} s  ${part.service}/${part.volume}: ${what}\n`;
}
