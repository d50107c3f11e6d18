import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, type YAMLParseError } from "yaml";
import { settingKey } from "../shared/settingKey";
import type { StackSettings } from "./parse";
import { settingsSchema } from "./schema";
import { SettingsError } from "./settingsError";

/**
 * Each stack's settings: what the project's file says for every stack, and the stack's own file on top of it.
 * @throws SettingsError where a file cannot be read.
 */
export function readStacks(directory: string, project: string): StackSettings[] {
  const files = readdirSync(directory).flatMap((file) => {
    const stack = stackOf(file);
    return stack ? [{ file, stack }] : [];
  });
  const defaults = projectDefaults(directory, project);
  return files.map(({ file, stack }) => ({
    stack,
    values: { ...defaults, ...known(stackYaml(directory, file, project).config, project) },
  }));
}

/** @returns what the project's file says for every stack. */
export function projectDefaults(directory: string, project: string): Record<string, unknown> {
  const declared = (projectYaml(directory).config ?? {}) as Record<string, unknown>;
  const set = Object.entries(declared).map(([key, entry]) => [key, declaredValue(entry)]);
  return known(Object.fromEntries(set.filter(([, value]) => value !== undefined)), project);
}

/** Pulumi takes one word or a list as it is there, and a group as the `value` or `default` of an entry. */
function declaredValue(entry: unknown): unknown {
  if (typeof entry !== "object" || entry === null || Array.isArray(entry)) return entry ?? undefined;
  const { value, default: fallback } = entry as { default?: unknown; value?: unknown };
  return value ?? fallback;
}

/** @returns keys of the first level that stand in the project's file, and not in the stack's own. */
export function settingsOfProject(directory: string, project: string, stack: string): ReadonlySet<string> {
  const files = readdirSync(directory).filter((file) => stackOf(file) === stack);
  const keysOf = ({ config }: Record<string, unknown>) =>
    Object.keys(config ?? {}).map((key) => withoutPrefix(key, project));
  const ofStack = files.flatMap((file) => keysOf(stackYaml(directory, file, project)));
  return new Set(keysOf(projectYaml(directory)).filter((key) => !ofStack.includes(key)));
}

const stackOf = (file: string): string | undefined => /^Pulumi\.(.+)\.ya?ml$/.exec(file)?.[1];

const projectFile = (directory: string): string =>
  readdirSync(directory).find((file) => /^Pulumi\.ya?ml$/.test(file)) ?? "Pulumi.yaml";

const projectYaml = (directory: string) => readYaml(directory, projectFile(directory), "name: homeport");

const stackYaml = (directory: string, file: string, project: string) =>
  readYaml(directory, file, `${settingKey("network", project)}: { subnet: 172.30.70.0/24 }`);

/** @throws SettingsError where there is no project in the directory. */
export function projectName(directory: string): string {
  const { name } = projectYaml(directory);
  if (typeof name === "string") return name;
  throw new SettingsError([`${projectFile(directory)}: it names no project; example: name: homeport`]);
}

function readText(directory: string, file: string): string {
  try {
    return readFileSync(join(directory, file), "utf8");
  } catch {
    throw new SettingsError([`${file}: there is no such file in ${directory}`]);
  }
}

function readYaml(directory: string, file: string, example: string): Record<string, unknown> {
  const text = readText(directory, file);
  try {
    return parse(text) ?? {};
  } catch (error) {
    throw new SettingsError([
      `${file}: ${unreadable(text, error)}; example: ${example}\n  Correct the file: the ports and networks of all stacks are compared.`,
    ]);
  }
}

/** Where a file stops being YAML; why, only its author knows. */
function unreadable(text: string, error: unknown): string {
  const [{ line, col } = { line: 1, col: 1 }] = (error as YAMLParseError).linePos ?? [];
  const found = JSON.stringify(text.split("\n")[line - 1] ?? "");
  return `line ${line}, ${found}, is not YAML from its character ${col} on; look at indentation, quotes and brackets`;
}

/** The settings that the schema knows, without the project's name before their keys. */
function known(config: unknown, project: string): Record<string, unknown> {
  const entries = Object.entries((config ?? {}) as Record<string, unknown>);
  const bare = entries.map(([key, value]) => [withoutPrefix(key, project), value] as const);
  return Object.fromEntries(bare.filter(([key]) => key in settingsSchema.shape));
}

function withoutPrefix(key: string, project: string): string {
  const prefix = settingKey("", project);
  return key.startsWith(prefix) ? key.slice(prefix.length) : key;
}
