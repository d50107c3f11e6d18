import * as pulumi from "@pulumi/pulumi";
import { isEncrypted, warnOfKey } from "../shared/inClear";
import { pulumiCommand } from "../shared/pulumiCommand";
import { settingKey } from "../shared/settingKey";
import { readStacks, settingsOfProject } from "./files";
import { noSettings } from "./firstFile";
import { forComponents, type Settings } from "./forComponents";
import { ours, underForeignPrefix } from "./foreignPrefix";
import { noticesOf } from "./notices";
import { fileOf, parseSettings, type StackSettings, usable } from "./parse";
import { SettingsError } from "./settingsError";

/**
 * Reads and checks the stack's settings: the only place that knows of Pulumi's configuration.
 * @throws RunError that lists every problem with its path, its file and the way out.
 */
export function loadSettings(): Settings {
  try {
    const stacks = readStacks(pulumi.getRootDirectory(), pulumi.getProject());
    const stack = pulumi.getStack();
    const others = stacks.filter((one) => one.stack !== stack);
    const own = ownSettings();
    refuseForeignPrefix(own.stack);
    if (own.values.network === undefined) throw withoutSettings(own, others);
    const settings = parseSettings(own, others);
    const siblings = usable(others);
    for (const notice of noticesOf(settings, siblings)) pulumi.log.warn(notice);
    return forComponents(settings, secretSetting, siblings);
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
  const setAgain = `${pulumiCommand(pulumi.getRootDirectory())} config set --secret secrets:${name} --stack ${pulumi.getStack()}`;
  if (secret && !isEncrypted(`secrets:${name}`)) warnOfKey(`secrets:${name}`);
  if (secret) return secret;
  throw new pulumi.RunError(`secrets:${name}: this secret is missing.\n  Set it with: ${setAgain}`);
}

function withoutSettings({ stack, values }: StackSettings, others: readonly StackSettings[]): SettingsError {
  const { network, portOffsets, ...defaults } = values;
  return new SettingsError([noSettings(pulumi.getProject(), stack, others, defaults)]);
}

/** @throws SettingsError for what an example, or another project, had under its own name. */
function refuseForeignPrefix(stack: string): void {
  const keys = Object.keys(pulumi.runtime.allConfig());
  const found = underForeignPrefix(keys, pulumi.getProject());
  if (found.length === 0) return;
  const ofProject = settingsOfProject(pulumi.getRootDirectory(), ours, stack);
  throw new SettingsError(
    found.map(({ name, problem }) => `${problem}\n  in ${fileOf(name, { stack, ofProject })}`),
  );
}

function ownSettings(): StackSettings {
  const prefix = settingKey("", pulumi.getProject());
  const entries = Object.entries(pulumi.runtime.allConfig()).filter(([key]) => key.startsWith(prefix));
  const values = entries.map(([key, text]) => [key.slice(prefix.length), decode(text)]);
  const stack = pulumi.getStack();
  const ofProject = settingsOfProject(pulumi.getRootDirectory(), pulumi.getProject(), stack);
  return { stack, values: Object.fromEntries(values), ofProject };
}

/** Pulumi hands over every value as text, objects as JSON. */
function decode(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
