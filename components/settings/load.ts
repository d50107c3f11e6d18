import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";
import { forComponents, type Settings } from "./forComponents";
import { noticesOf } from "./notices";
import { parseSettings, SettingsError, type StackSettings, usable } from "./parse";
import { settingsSchema } from "./schema";

/**
 * Reads and checks the stack's settings: the only place that knows of Pulumi's configuration.
 * @throws RunError that lists every problem with its path, its file and the way out.
 */
export function loadSettings(): Settings {
  try {
    const others = siblings(pulumi.getStack());
    const settings = parseSettings(ownSettings(), others);
    for (const notice of noticesOf(settings, usable(others))) pulumi.log.warn(notice);
    return forComponents(settings, secretSetting);
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
  const prefix = `${pulumi.getProject()}:`;
  const entries = Object.entries(pulumi.runtime.allConfig()).filter(([key]) => key.startsWith(prefix));
  const values = entries.map(([key, text]) => [key.slice(prefix.length), decode(text)]);
  return { stack: pulumi.getStack(), values: Object.fromEntries(values) };
}

/** Pulumi hands over every value as text, objects as JSON. */
function decode(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** What the project's file says for every stack, and each other stack's file on top of it. */
function siblings(own: string): StackSettings[] {
  const directory = pulumi.getRootDirectory();
  const files = readdirSync(directory).flatMap((file) => {
    const stack = /^Pulumi\.(.+)\.ya?ml$/.exec(file)?.[1];
    return stack && stack !== own ? [{ file, stack }] : [];
  });
  const defaults = projectDefaults(directory);
  return files.map(({ file, stack }) => ({
    stack,
    values: { ...defaults, ...known(readYaml(directory, file).config) },
  }));
}

function projectDefaults(directory: string): Record<string, unknown> {
  const project = readdirSync(directory).find((file) => /^Pulumi\.ya?ml$/.test(file)) ?? "Pulumi.yaml";
  const declared = (readYaml(directory, project).config ?? {}) as Record<
    string,
    { default?: unknown; value?: unknown }
  >;
  const set = Object.entries(declared).map(([key, entry]) => [key, entry?.value ?? entry?.default]);
  return known(Object.fromEntries(set.filter(([, value]) => value !== undefined)));
}

function readYaml(directory: string, file: string): Record<string, unknown> {
  try {
    return parse(readFileSync(join(directory, file), "utf8")) ?? {};
  } catch (error) {
    throw new SettingsError([
      `${file}: ${(error as Error).message.trim()}\n  Correct the file: the ports and networks of all stacks are compared.`,
    ]);
  }
}

/** The settings that the schema knows, without the project's name before their keys. */
function known(config: unknown): Record<string, unknown> {
  const prefix = `${pulumi.getProject()}:`;
  const entries = Object.entries((config ?? {}) as Record<string, unknown>);
  const bare = entries.map(
    ([key, value]) => [key.startsWith(prefix) ? key.slice(prefix.length) : key, value] as const,
  );
  return Object.fromEntries(bare.filter(([key]) => key in settingsSchema.shape));
}
