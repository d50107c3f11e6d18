import { existsSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import type { Config } from "./messages";

/** A project's configuration as Pulumi hands it to a program: text by full key, and which keys are secret. */
export interface StackConfig {
  project: string;
  values: Record<string, string>;
  secretKeys: string[];
  /** How the engine is to name what has no name: its own setting, not the program's. */
  autonaming: unknown;
}

const autonamingKey = "pulumi:autonaming";

/** Pulumi.yaml's defaults, under Pulumi.<stack>.yaml, under `overrides`. */
export function readConfig(folder: string, stack: string, overrides: Config = {}): StackConfig {
  const projectFile = read(path.join(folder, "Pulumi.yaml"));
  const project = projectFile.name as string;
  const declared = declarations(project, (projectFile.config ?? {}) as Config);
  const stackFile = path.join(folder, `Pulumi.${stack}.yaml`);
  const own = existsSync(stackFile) ? ((read(stackFile).config ?? {}) as Config) : {};

  // As in the engine, what a stack says of a key takes the place of the whole default.
  const all = { ...declared.defaults, ...own };
  for (const [key, value] of Object.entries(overrides)) all[key] = merge(all[key], value);
  const { [autonamingKey]: autonaming, ...values } = all;
  return {
    project,
    autonaming,
    values: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, asText(key, value)])),
    secretKeys: declared.secretKeys,
  };
}

/** A project may say `key: value`, or declare a type, a default and whether it is secret. */
function declarations(project: string, entries: Config): { defaults: Config; secretKeys: string[] } {
  const defaults: Config = {};
  const secretKeys: string[] = [];
  for (const [name, entry] of Object.entries(entries)) {
    const key = name.includes(":") ? name : `${project}:${name}`;
    if (!isObject(entry)) {
      defaults[key] = entry;
      continue;
    }
    const value = "value" in entry ? entry.value : entry.default;
    if (value !== undefined) defaults[key] = value;
    if (entry.secret === true) secretKeys.push(key);
  }
  return { defaults, secretKeys };
}

/** Objects are merged, so that a test can replace one image and keep the others; the rest is replaced. */
export function merge(base: unknown, over: unknown): unknown {
  if (!isObject(base) || !isObject(over)) return over;
  const merged = { ...base };
  for (const [key, value] of Object.entries(over)) merged[key] = merge(base[key], value);
  return merged;
}

function asText(key: string, value: unknown): string {
  if (isObject(value) && "secure" in value) {
    throw new Error(`${key} is encrypted, and a sandbox has no passphrase: give it a value of its own`);
  }
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function read(file: string): Config {
  return (parse(readFileSync(file, "utf8")) ?? {}) as Config;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
