import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, type YAMLParseError } from "yaml";
import type { StackSettings } from "./parse";
import { settingsSchema } from "./schema";
import { SettingsError } from "./settingsError";

/**
 * Each stack's settings: what the project's file says for every stack, and the stack's own file on top of it.
 * @throws SettingsError where a file cannot be read.
 */
export function readStacks(directory: string, project: string): StackSettings[] {
  const files = readdirSync(directory).flatMap((file) => {
    const stack = /^Pulumi\.(.+)\.ya?ml$/.exec(file)?.[1];
    return stack ? [{ file, stack }] : [];
  });
  const defaults = projectDefaults(directory, project);
  return files.map(({ file, stack }) => ({
    stack,
    values: { ...defaults, ...known(readYaml(directory, file).config, project) },
  }));
}

/** @returns what the project's file says for every stack. */
export function projectDefaults(directory: string, project: string): Record<string, unknown> {
  const declared = (readYaml(directory, projectFile(directory)).config ?? {}) as Record<
    string,
    { default?: unknown; value?: unknown }
  >;
  const set = Object.entries(declared).map(([key, entry]) => [key, entry?.value ?? entry?.default]);
  return known(Object.fromEntries(set.filter(([, value]) => value !== undefined)), project);
}

const projectFile = (directory: string): string =>
  readdirSync(directory).find((file) => /^Pulumi\.ya?ml$/.test(file)) ?? "Pulumi.yaml";

/** @throws SettingsError where there is no project in the directory. */
export function projectName(directory: string): string {
  const { name } = readYaml(directory, projectFile(directory));
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

function readYaml(directory: string, file: string): Record<string, unknown> {
  const text = readText(directory, file);
  try {
    return parse(text) ?? {};
  } catch (error) {
    throw new SettingsError([
      `${file}: ${unreadable(text, error)}\n  Correct the file: the ports and networks of all stacks are compared.`,
    ]);
  }
}

/** Where a file stops being YAML; why, only its author knows. */
function unreadable(text: string, error: unknown): string {
  const [{ line, col } = { line: 1, col: 1 }] = (error as YAMLParseError).linePos ?? [];
  const found = JSON.stringify(text.split("\n")[line - 1] ?? "");
  return `line ${line}, ${found}, is not YAML from its character ${col} on; look at indentation, quotes and brackets; example: homeport:network: { subnet: 172.30.70.0/24 }`;
}

/** The settings that the schema knows, without the project's name before their keys. */
function known(config: unknown, project: string): Record<string, unknown> {
  const prefix = `${project}:`;
  const entries = Object.entries((config ?? {}) as Record<string, unknown>);
  const bare = entries.map(
    ([key, value]) => [key.startsWith(prefix) ? key.slice(prefix.length) : key, value] as const,
  );
  return Object.fromEntries(bare.filter(([key]) => key in settingsSchema.shape));
}
