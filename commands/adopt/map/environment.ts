import { readDotEnv } from "../../../components/containers/dotEnv";
import { isMarked, mark, marksIn } from "../env/marks";
import { isTelling, looksSecret, passwordInAddress } from "../env/names";
import type { Files } from "../read/source";
import { type Entry, entriesOf, itemsOf, member, textOf } from "../read/tree";
import type { Context, Draft } from "./draft";
import type { Settings } from "./settings";
import { words } from "./words";

/** Brings in the environment: what nobody may read becomes a setting, wherever it was written. */
export function environment({ value }: Entry, context: Context): void {
  const { draft, reading, note, project } = context;
  for (const [name, { at, comment, value: one }] of entriesOf(value)) {
    const variable = project.variables.get(name);
    const text = textOf(one) ?? variable?.value;
    if (text === undefined) {
      note("leftOut", at, `${draft.service.name}: ${name} is taken over from a shell that does not have it`);
      continue;
    }
    const hidden = isSecretText(name, text)
      ? reading.settings.secret(name, text, textOf(one) === undefined ? (variable?.at ?? at) : one.at, {
          otherwise: `${draft.key}_${name}`,
        })
      : text;
    draft.environment.push({ key: name, value: hidden, comment: words(comment) });
  }
}

const isSecretText = (name: string, text: string): boolean =>
  !isMarked(text) && looksSecret(name) && isTelling(text) && !passwordInAddress.test(text);

/** `postgres://user:password@host`: the password alone is nobody's to read. */
function hideInAddress(key: string, text: string, { service }: Draft, settings: Settings): string {
  const [, before = "", password = ""] = passwordInAddress.exec(text) ?? [];
  if (password === "" || isMarked(password)) return text;
  const at = service.tree.entries.get("environment")?.at ?? service.at;
  return `${before}${settings.secret(`${key}_password`, password, at)}${text.slice(before.length + password.length)}`;
}

/** An address with a password of a setting, which is told nobody in the whole. */
export function hideKnown(draft: Draft, settings: Settings): void {
  draft.environment = draft.environment.map((one) =>
    typeof one.value === "string"
      ? { ...one, value: hideIn(hideInAddress(one.key, one.value, draft, settings), settings) }
      : one,
  );
  draft.command = draft.command?.map((word) => hideIn(word, settings));
  draft.entrypoint = draft.entrypoint?.map((word) => hideIn(word, settings));
  const { health } = draft;
  if (health)
    draft.health = {
      ...health,
      command: health.command?.map((word) => hideIn(word, settings)),
      shell: health.shell === undefined ? undefined : hideIn(health.shell, settings),
    };
}

/**
 * Puts settings in place of their values. Short values are words as well, as of a user called like the password: they are
 * taken for a password only where one would be.
 */
export function hideIn(text: string, settings: Settings): string {
  let hidden = text;
  for (const [name, value] of settings.values) {
    if (value === "" || !hidden.includes(value)) continue;
    const stands = mark({ secret: true, name });
    if (value.length >= 12 || (value.length >= 8 && /\d/.test(value) && /[A-Za-z]/.test(value)))
      hidden = hidden.replaceAll(value, stands);
    else
      hidden = hidden.replace(
        new RegExp(
          `((?:pass\\w*|secret|token)["']?[ =:]+["']?|(?:^|\\s)-[pa] ?|:\\/\\/[^:/@\\s]*:)${escaped(value)}(?=$|[\\s@"'&])`,
          "gi",
        ),
        (_, before: string) => `${before}${stands}`,
      );
  }
  return hidden;
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Files of values stay files: which of their names are secret, their reader knows. */
export function environmentFiles({ value }: Entry, context: Context): void {
  const { draft, reading, note } = context;
  const all = itemsOf(value).map((item) => {
    const path = textOf(item) ?? textOf(member(item, "path")) ?? "";
    const shown = reading.files.shown(path);
    if (textOf(member(item, "format")) === "raw")
      note(
        "decide",
        item.at,
        `${draft.service.name}: ${shown} is read without quotes and variables there, and with them here`,
      );
    if (reading.files.kind(path) !== "file")
      note(
        textOf(member(item, "required")) === "false" ? "leftOut" : "decide",
        item.at,
        `${draft.service.name}: ${shown} is not there; the program reads it at each preview`,
      );
    for (const { line, message } of problemsIn(path, reading.files))
      note("decide", { file: shown, line }, `${draft.service.name}: ${message}`);
    return {
      path: context.fromHome(path),
      optional: textOf(member(item, "required")) === "false",
      there: reading.files.kind(path) === "file",
    };
  });
  const kept = all.filter(({ optional, there }) => there || !optional).map(({ path }) => path);
  if (kept.length > 0) draft.fields.set("environmentFiles", kept);
}

/** What in a file of values the program would not read, as others read it in another way. */
const problemsIn = (path: string, files: Files) =>
  files.kind(path) === "file" ? readDotEnv(files.read(path)).problems : [];

/** A variable of the container with a setting as its value. @returns its name */
export function variableFor(name: string, draft: Draft): string {
  const stands = mark({ secret: true, name });
  const there = draft.environment.find((one) => one.value === stands);
  if (there) return there.key;
  const key = name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
  draft.environment.push({ key, value: stands });
  return key;
}

export const hasSecret = (texts: readonly string[]): boolean =>
  texts.some((text) => marksIn(text).some((one) => one.secret));
