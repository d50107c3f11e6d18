import { count } from "../../shared/count";
import type { Environment } from "../model/environment";
import type { HostMemory } from "../model/memory";
import type { Review } from "../model/review";
import { detailLines, renderDetails } from "./details";
import { renderEnvironment } from "./environment";
import { code, list, oneLine } from "./markdown";
import { newestSetLines, rehearsedLines } from "./rehearsed";
import { budget, memory } from "./values";
import { warningLines } from "./warnings";

export interface NoteOptions {
  /** @default Preview */
  readonly title?: string;
  /** Where the whole log is. @default it is only spoken of */
  readonly log?: string;
  /** Characters that a note may have. @default any number */
  readonly limit?: number;
}

/** By which a pipeline finds its note again: no reader sees it. A note with a title of its own is another one. */
export const markerOf = (project: string, title = ""): string =>
  `<!-- homeport-preview:${[project, ...(title ? [title] : [])].map(inComment).join(":")} -->`;

const inComment = (text: string): string => encodeURIComponent(text).replaceAll("-", "%2D");

/** A note for a merge request: what is dangerous, what changes, and folded away every detail. */
export function renderNote(review: Review, { title, log, limit = Infinity }: NoteOptions = {}): string {
  const { project, environments } = review;
  const main = [
    markerOf(project, title),
    `## ${oneLine(title ?? "Preview")} of ${code(project)}`,
    verdict(review),
    ...together(environments, renderEnvironment).map(({ stacks, told: { summary, body } }) =>
      [`### ${list(stacks.map(code))}: ${summary}`, body].filter(Boolean).join("\n\n"),
    ),
    ...memoryLines(review.memory),
    ...footnotes(review, log),
  ].join("\n\n");
  if (main.length > limit) return cut(main, limit);
  const whole = together(environments, detailLines).reduce((note, { stacks, told }) => {
    const details = renderDetails(stacks, told, limit - note.length - 3);
    return details ? `${note}\n\n${details}` : note;
  }, main);
  return `${whole}\n`;
}

function verdict(review: Review): string {
  const warnings = warningLines(review);
  if (warnings.length > 0)
    return `**⚠️ ${count(warnings.length, "thing")} to know first**\n\n${warnings.map((line) => `- ${line}`).join("\n")}`;
  const { environments } = review;
  if (environments.every(({ resources }) => resources.every(({ action }) => action === "same")))
    return "✅ Nothing changes.";
  // Of containers that are made without Homeport, nothing is known of how they are reached.
  const foreign = environments.some(({ units }) => units.some(({ kind }) => kind === "container"));
  return foreign
    ? "✅ Nothing stops before its successor runs, no data is deleted."
    : "✅ No request is lost, no data is deleted.";
}

/** Environments to which the same happens are told of once. */
function together<T>(environments: readonly Environment[], tell: (environment: Environment) => T) {
  const byText = new Map<string, { stacks: string[]; told: T }>();
  for (const environment of environments) {
    const told = tell(environment);
    const text = JSON.stringify(told);
    byText.set(text, { stacks: [...(byText.get(text)?.stacks ?? []), environment.stack], told });
  }
  return [...byText.values()];
}

function memoryLines(hosts: readonly HostMemory[]): string[] {
  const told = hosts.filter(
    ({ before, after, during, budget }) => before !== after || during > after || budget,
  );
  if (told.length === 0) return [];
  return [told.map((host) => `**Memory** on ${memoryLine(host)}`).join("\\\n")];
}

function memoryLine({ host, before, after, during, unlimited, budget: total, kept }: HostMemory): string {
  const change = before === after ? memory(after) : `${memory(before)} → ${memory(after)}`;
  return [
    `${code(host)}: ${change}`,
    ...(during > Math.max(before, after) ? [`${memory(during)} during the update`] : []),
    ...(total === undefined ? [] : [`budget ${budget(total, kept)}`]),
    ...(unlimited > 0 ? [`${count(unlimited, "container")} without a limit`] : []),
  ].join("; ");
}

function footnotes(review: Review, log: string | undefined): string[] {
  const place = log === undefined ? "the job's log" : `[the job's log](<${encodeURI(log)}>)`;
  const { environments } = review;
  const warnings = environments.reduce((sum, { engineWarnings }) => sum + engineWarnings, 0);
  const lines = [
    ...newestSetLines(review),
    ...rehearsedLines(review),
    ...(warnings > 0 ? [`The program gave ${count(warnings, "warning")}: see ${place}.`] : []),
    ...(environments.some(({ complete, failed }) => !complete && !failed)
      ? ["Numbers of containers and memory are not added up: the preview ran without `--show-sames`."]
      : []),
  ];
  return lines.map((line) => `<sub>${line}</sub>`);
}

/** Each line is good Markdown by itself. */
function cut(text: string, limit: number): string {
  const end = "\n\nThe rest is in the job's log.\n";
  const head = text.slice(0, limit - end.length);
  return head.slice(0, head.lastIndexOf("\n")) + end;
}
