import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";
import { perProgram } from "../survey/perProgram";
import { refused } from "../survey/refused";
import { pulumiCommand } from "./pulumiCommand";
import { settingKey } from "./settingKey";

/** Where a text stands in clear in a stack's configuration. */
interface Clear {
  readonly key: string;
  /** As `pulumi config set` names it: the key, or a place below it. */
  readonly path: string;
}

type Given = Readonly<Record<string, pulumi.Input<string> | undefined>>;

/** Pulumi knows, and leaves it out of its types. A group with one secret in it counts as a secret as a whole. */
export const isEncrypted = (key: string): boolean =>
  (pulumi.runtime as unknown as { isConfigSecret(key: string): boolean }).isConfigSecret(key);

/**
 * Warns of each secret that stands in clear in the stack's configuration, whatever it is called there. Its value is not told.
 * @param given secrets of a component, by their paths among its arguments
 */
export function tellOfClear(component: string, given: Given): void {
  for (const [path, value] of Object.entries(given))
    if (value !== undefined)
      pulumi.output(value).apply((known) => {
        for (const place of clearPlaces(known)) warnOfClear(`${component}.${path}`, place);
      });
}

/** Warns of a key of the configuration, a secret, that stands in clear. */
export const warnOfKey = (key: string): void => warnOfClear(key, { key, path: key });

/**
 * The same secret, and a secret to the end.
 * @throws RunError where it stands in clear in the stack's configuration.
 */
export const neverClear = (
  component: string,
  path: string,
  value: pulumi.Input<string>,
): pulumi.Output<string> =>
  pulumi.secret(value).apply(async (known) => {
    const [place] = clearPlaces(known);
    return place
      ? refused(
          `${component}.${path}: ${standing(place)}, and opens all that it encrypts.\n  Encrypt it there, it may stay the same: ${commandOf(place)}`,
        )
      : known;
  }) as pulumi.Output<string>;

function warnOfClear(what: string, place: Clear): void {
  if (told().has(place.path)) return;
  told().add(place.path);
  pulumi.log.warn(
    `${what}: ${standing(place)}, where everyone reads it who has the file.\n  Make another one where it comes from, and set that with: ${commandOf(place)}`,
  );
}

const told = perProgram(() => new Set<string>());

const standing = ({ key, path }: Clear): string =>
  `it stands in clear in ${isOfProject(key) ? "Pulumi.yaml" : `${stackFile()}.yaml`} as ${path}`;

/** Without a value it asks for it: none gets into a shell's history. What it sets is the stack's. */
const commandOf = ({ key, path }: Clear): string => {
  const words = path === key ? path : `--path '${path}'`;
  const command = `${pulumiCommand(pulumi.getRootDirectory())} config set --secret ${words} --stack ${pulumi.getStack()}`;
  return isOfProject(key)
    ? `${command}\n  Then take it out of Pulumi.yaml, which has it for every stack.`
    : command;
};

/** Whether a key stands in the project's file alone, where nothing can be encrypted. */
function isOfProject(key: string): boolean {
  const bare = key.replace(settingKey("", pulumi.getProject()), "");
  return !(key in writtenIn(stackFile())) && [key, bare].some((name) => name in writtenIn("Pulumi"));
}

/** All places of the stack's configuration where a text stands in clear. */
export function clearPlaces(text: string): Clear[] {
  if (text === "") return [];
  const written = writtenIn(stackFile());
  return Object.entries(pulumi.runtime.allConfig()).flatMap(([key, value]) =>
    // Pulumi hands over a group with its secrets decrypted; which of them were encrypted, the file knows alone.
    leaves(isEncrypted(key) ? written[key] : decode(value), key)
      .filter(({ leaf }) => leaf === text)
      .map(({ path }) => ({ key, path })),
  );
}

function leaves(value: unknown, path: string): { readonly path: string; readonly leaf: string }[] {
  if (value === undefined || value === null) return [];
  if (typeof value !== "object") return [{ path, leaf: String(value) }];
  return Object.entries(value).flatMap(([name, one]) => leaves(one, path + step(name, Array.isArray(value))));
}

const step = (name: string, isPlace: boolean): string => {
  if (isPlace) return `[${name}]`;
  return /^[A-Za-z_][\w-]*$/.test(name) ? `.${name}` : `["${name}"]`;
};

function decode(text: string): unknown {
  try {
    const value = JSON.parse(text);
    return typeof value === "object" ? value : text;
  } catch {
    return text;
  }
}

const stackFile = (): string => `Pulumi.${pulumi.getStack()}`;

/** What a file says, as it is written. Where it is elsewhere, nothing is known of it. */
function writtenIn(name: string): Readonly<Record<string, unknown>> {
  const file = ["yaml", "yml"]
    .map((ending) => join(pulumi.getRootDirectory(), `${name}.${ending}`))
    .find(existsSync);
  return (file && parse(readFileSync(file, "utf8"))?.config) ?? {};
}
