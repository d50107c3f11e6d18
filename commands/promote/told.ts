import { isDeepStrictEqual } from "node:util";
import type { LastUpdate, Setting } from "../shared/history";
import type { RunningImage } from "../shared/runningImages";
import type { Change } from "./change";
import type { Difference, Environment, ImageDifference, SettingDifference } from "./difference";

/** What a promotion is about. */
export interface Promotion {
  readonly from: Environment;
  readonly to: { readonly stack: string; readonly update: LastUpdate | undefined };
  readonly difference: Difference;
  readonly change: Change;
  /** Files that were written; absent where the change is only shown. */
  readonly written?: readonly string[];
}

/** Renders a promotion for the terminal and for the description of a merge request. */
export function renderPromotion({ from, to, difference, change, written }: Promotion): string {
  const { images, settings } = difference;
  const isNews = images.length > 0 || settings.length > 0 || written?.length;
  if (!isNews) return `${to.stack} runs what ${from.stack} runs.\n`;
  const sections = [
    `# From ${from.stack} to ${to.stack}`,
    list([`${from.stack}: ${renderUpdate(from.update)}`, `${to.stack}: ${renderUpdate(to.update)}`]),
    ...section("Images", images.map(renderImage)),
    ...section("Settings", settings.flatMap(renderSetting)),
    ...section("What the project says for every stack from now on", Object.keys(change.settings).map(code)),
    ...section("Left to you", change.notes),
    ...(written ? section("Written", written) : []),
  ];
  return `${sections.join("\n\n")}\n`;
}

const list = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join("\n");

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length > 0 ? [`## ${title}`, list(lines)] : [];

function renderUpdate(update: LastUpdate | undefined): string {
  if (!update) return "never updated";
  const { commit = "unknown", dirty, ended, succeeded } = update;
  return `commit ${commit.slice(0, 12)}${dirty ? " with changes that are in no commit" : ""}, ${succeeded ? "succeeded" : "failed"} ${ended}`;
}

function renderImage({ containers, from, to }: ImageDifference): string {
  const who = containers.join(", ");
  if (!from) return `${who}: gone (${shown(to)})`;
  return to ? `${who}: ${shown(to)} → ${shown(from)}` : `${who}: new, ${shown(from)}`;
}

const shown = (image: RunningImage | undefined): string => {
  const { reference = "", digest } = image ?? {};
  return digest === undefined || reference.includes("@")
    ? code(reference)
    : `${code(reference)} (${digest.slice(0, 19)})`;
};

/** Only what differs inside a group. Pulumi does not hand out secrets here, and what is none is in the files. */
const renderSetting = ({ key, from, to }: SettingDifference): string[] =>
  leaves(key, shownValue(to), shownValue(from)).map(
    ([path, before, after]) => `${path}: ${renderValue(before)} → ${renderValue(after)}`,
  );

const aSecret = Symbol("a secret");
const shownValue = (setting: Setting | undefined): unknown => (setting?.secret ? aSecret : setting?.value);

function leaves(
  path: string,
  before: unknown,
  after: unknown,
): [path: string, before: unknown, after: unknown][] {
  if (isDeepStrictEqual(before, after)) return [];
  if (!isGroup(before) || !isGroup(after)) return [[path, before, after]];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return keys.flatMap((key) => leaves(`${path}.${key}`, before[key], after[key]));
}

const isGroup = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function renderValue(value: unknown): string {
  if (value === aSecret) return "a secret";
  return value === undefined ? "not set" : code(typeof value === "string" ? value : JSON.stringify(value));
}

const code = (text: string): string => `\`${text}\``;
