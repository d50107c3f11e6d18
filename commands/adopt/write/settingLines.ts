import { quote } from "../../../components/shared/shell";
import type { FoundPlace } from "../map/places";
import type { Setting } from "../map/settings";
import { shownSpot } from "../notes";
import type { Files } from "../read/source";
import { settingOf } from "./program";

/** How a secret's value is found where it is: to go from there into the settings without being seen. */
export interface Sources {
  readonly files: Pick<Files, "read" | "kind">;
  /** A path as it was told of, whole again. */
  readonly whole: (shown: string) => string;
  readonly values: ReadonlyMap<string, string>;
}

/**
 * A line of a shell that sets a secret: its value is read from where it is, and is in no line and no list of processes.
 * @param setCommand what sets a value
 */
export function secretLine(
  setCommand: string,
  app: string,
  setting: Setting,
  stack: string,
  sources: Sources,
): string {
  const set = `${setCommand} --secret ${app}:${setting.name} --stack ${stack}`;
  const { file, at, known } = setting;
  if (file !== undefined) return `${set} < ${quote(file)}`;
  const read = known ? readingLine(setting, sources) : undefined;
  if (read) return `${read} | ${set}`;
  return `${set}   # asks for it; ${setting.what ?? `it is in ${shownSpot(at)}`}`;
}

/** Takes a value out of its line, by how much stands before and behind it. */
function readingLine({ name, at }: Setting, { files, whole, values }: Sources): string | undefined {
  const value = values.get(name) ?? "";
  const path = whole(at.file);
  if (value === "" || files.kind(path) !== "file") return undefined;
  const line = files.read(path).split("\n")[at.line - 1] ?? "";
  const from = line.lastIndexOf(value);
  const [before, after] = [line.slice(0, from), line.slice(from + value.length)];
  // What is written otherwise than it is meant, or counted otherwise by a shell, is typed.
  if (from < 0 || /[^\x20-\x7E]/.test(line) || /[\\$]/.test(value)) return undefined;
  const end = after === "" ? "" : `.\\{${after.length}\\}`;
  return `sed -n '${at.line}s/^.\\{${before.length}\\}\\(.*\\)${end}$/\\1/p' ${quote(at.file)}`;
}

/** Lines that say where a stack's places are; away from production each is a copy. */
export const placeLines = (
  setCommand: string,
  app: string,
  places: readonly FoundPlace[],
  stack: string,
  copy: boolean,
): string[] =>
  places.flatMap((place) =>
    place.kind === "own"
      ? []
      : [
          `${setCommand} ${app}:${settingOf(place)} ${quote(readable(copy ? copyOf(place) : place.name))} --stack ${stack}`,
        ],
  );

export const copyOf = ({ name }: Pick<FoundPlace, "name">): string => `${name}-staging`;

/** A path that a variable begins is for a person to say. */
export const readable = (text: string): string => text.replace(/\uE000.\uE002(\w+)\uE001/g, "$1");
