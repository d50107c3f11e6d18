import { type Document, isMap, parseDocument } from "yaml";
import { Failure } from "../shared/failure";
import type { FileSettings } from "./change";

/** A file of Pulumi with settings. */
export interface SettingsFile {
  readonly name: string;
  readonly text: string;
  /** Whose are the keys without a namespace. */
  readonly project: string;
  /** A project declares settings, with a default or a value; a stack gives them a value. */
  readonly of: "project" | "stack";
}

/**
 * @returns what a file says, by key with namespace.
 * @throws Failure where it is no YAML.
 */
export function settingsIn(file: SettingsFile): FileSettings {
  const entries = Object.entries((open(file).toJS() as { config?: object } | null)?.config ?? {});
  const values = entries.map(([key, said]) => [
    namespaced(file, key),
    file.of === "stack" ? said : declared(said),
  ]);
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}

/** @returns the text of a project's file that says these settings too; comments and order stay. */
export function withSettings(file: SettingsFile, settings: FileSettings): string {
  if (Object.keys(settings).length === 0) return file.text;
  const document = open(file);
  for (const [name, value] of Object.entries(settings)) {
    const key = keyOf(document, file, name) ?? name;
    const group = document.getIn(["config", key]);
    const part = isMap(group) ? [group.has("value") ? "value" : "default"] : [];
    const node = document.createNode(isMap(group) ? value : declaration(file, name, value), { flow: true });
    document.setIn(["config", key, ...part], node);
  }
  return write(file, document);
}

/** @returns the text of a stack's file that no longer says these settings. */
export function withoutSettings(file: SettingsFile, names: readonly string[]): string {
  const document = open(file);
  const keys = names.flatMap((name) => keyOf(document, file, name) ?? []);
  for (const key of keys) document.deleteIn(["config", key]);
  return keys.length > 0 ? write(file, document) : file.text;
}

function open({ name, text }: SettingsFile): Document {
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error) throw new Failure(`${name}: ${error.message}`);
  return document;
}

/** Indented as it was, and with blanks inside braces as they were: Pulumi's own way is none, and a person's often is one. */
const write = ({ text }: SettingsFile, document: Document): string =>
  document.toString({
    lineWidth: 0,
    indent: /^( +)[^\s#]/m.exec(text)?.[1]?.length ?? 2,
    indentSeq: !/^( *)[^\s#-].*:[ \t]*\n\1- /m.test(text),
    flowCollectionPadding: !/: [{[][^\s}\]]/.test(text),
  });

const namespaced = ({ project }: SettingsFile, key: string): string =>
  key.includes(":") ? key : `${project}:${key}`;

/** The key of a setting as the file has it. */
function keyOf(document: Document, file: SettingsFile, name: string): string | undefined {
  const config = document.get("config");
  const keys = isMap(config) ? config.items.map(({ key }) => String(key)) : [];
  return keys.find((key) => namespaced(file, key) === name);
}

/** Only a project's own settings may have a default; with a type, Pulumi would refuse a setting that can be a word too. */
function declaration({ project }: SettingsFile, name: string, value: unknown): unknown {
  if (!name.startsWith(`${project}:`)) return { value };
  return isObject(value) ? { default: value } : value;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const declared = (said: unknown): unknown => (isObject(said) ? (said.value ?? said.default) : said);
