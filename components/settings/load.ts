import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";
import { parseSettings, type Settings, SettingsError, type StackSettings } from "./parse";
import { settingsSchema } from "./schema";

/**
 * Reads and checks the stack's settings: the only place that knows of Pulumi's configuration.
 * @throws RunError that lists every problem with its path, its file and the way out.
 */
export function loadSettings(): Settings {
  try {
    return parseSettings(ownSettings(), siblings(pulumi.getStack()));
  } catch (error) {
    if (error instanceof SettingsError)
      throw new pulumi.RunError(`The settings are not usable.\n\n${error.message}\n`);
    throw error;
  }
}

/**
 * Reads a secret of the stack, never in clear.
 * @throws RunError where it is not set, with the command that sets it.
 */
export function secretSetting(name: string): pulumi.Output<string> {
  const secret = new pulumi.Config("secrets").getSecret(name);
  if (secret) return secret;
  throw new pulumi.RunError(
    `secrets:${name}: this secret is missing.\n  Set it with: pulumi config set --secret secrets:${name} --stack ${pulumi.getStack()}`,
  );
}

function ownSettings(): StackSettings {
  const config = new pulumi.Config();
  const prefix = `${config.name}:`;
  const keys = Object.keys(pulumi.runtime.allConfig()).filter((key) => key.startsWith(prefix));
  const values = keys.map((key) => key.slice(prefix.length)).map((key) => [key, config.getObject(key)]);
  return { stack: pulumi.getStack(), values: Object.fromEntries(values) };
}

/** What the project's file says for every stack, and each other stack's file on top of it. */
function siblings(own: string): StackSettings[] {
  const directory = pulumi.getRootDirectory() ?? process.cwd();
  const stacks = readdirSync(directory).flatMap((file) => /^Pulumi\.([\w-]+)\.ya?ml$/.exec(file)?.[1] ?? []);
  const defaults = projectDefaults(directory);
  return stacks
    .filter((stack) => stack !== own)
    .map((stack) => ({
      stack,
      values: { ...defaults, ...plain(readYaml(join(directory, `Pulumi.${stack}.yaml`)).config) },
    }));
}

function projectDefaults(directory: string): Record<string, unknown> {
  const declared = readYaml(join(directory, "Pulumi.yaml")).config as Record<
    string,
    { default?: unknown; value?: unknown }
  >;
  const set = Object.entries(declared ?? {}).map(([key, entry]) => [key, entry?.value ?? entry?.default]);
  return plain(Object.fromEntries(set.filter(([, value]) => value !== undefined)));
}

const readYaml = (file: string): Record<string, unknown> => parse(readFileSync(file, "utf8")) ?? {};

/** The settings that the schema knows, without the project's name before their keys. */
function plain(config: unknown): Record<string, unknown> {
  const entries = Object.entries((config ?? {}) as Record<string, unknown>);
  const bare = entries.map(([key, value]) => [key.replace(/^homeport:/, ""), value] as const);
  return Object.fromEntries(bare.filter(([key]) => key in settingsSchema.shape));
}
