import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "yaml";

/** What one stack of a project is set to: its file on top of the project's. */
export interface StackFile {
  readonly stack: string;
  readonly settings: Yaml;
}

type Yaml = Readonly<Record<string, unknown>>;

/** Reads the files of a project's stacks. */
export function readStackFiles(project: string, starts?: readonly (string | undefined)[]): StackFile[] {
  const folder = projectFolder(project, starts);
  if (folder === undefined) return [];
  const defaults = withNamespace(project, defaultsOf(projectIn(folder)?.config));
  return readdirSync(folder).flatMap((file) => {
    const stack = /^Pulumi\.(.+)\.ya?ml$/.exec(file)?.[1];
    const config = stack && read(join(folder, file)).config;
    return stack ? [{ stack, settings: { ...defaults, ...withNamespace(project, config) } }] : [];
  });
}

/**
 * Where a project is. Pulumi does not tell policies that: it is looked for above this pack, and then from where `pulumi` was
 * started.
 */
export const projectFolder = (
  project: string,
  starts: readonly (string | undefined)[] = [__dirname, process.env.PWD],
): string | undefined => starts.flatMap(upwards).find((at) => projectIn(at)?.name === project);

const upwards = (folder: string | undefined): string[] => {
  if (!folder) return [];
  return folder === dirname(folder) ? [folder] : [folder, ...upwards(dirname(folder))];
};

function projectIn(folder: string): Yaml | undefined {
  const file = ["Pulumi.yaml", "Pulumi.yml"]
    .map((name) => join(folder, name))
    .find((path) => existsSync(path));
  return file === undefined ? undefined : read(file);
}

const read = (file: string): Yaml => (parse(readFileSync(file, "utf8")) ?? {}) as Yaml;

/** A project declares its settings, with a default or a value, or writes a value alone. */
function defaultsOf(config: unknown): Yaml {
  const values = Object.entries((config ?? {}) as Yaml).map(([key, declared]) => {
    const { value, default: otherwise } = isObject(declared) ? declared : { value: declared };
    return [key, value ?? otherwise] as const;
  });
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}

/** Settings without a namespace are the project's. */
const withNamespace = (project: string, config: unknown): Yaml =>
  Object.fromEntries(
    Object.entries((config ?? {}) as Yaml).map(([key, value]) => [
      key.includes(":") ? key : `${project}:${key}`,
      value,
    ]),
  );

const isObject = (value: unknown): value is Yaml =>
  typeof value === "object" && value !== null && !Array.isArray(value);
