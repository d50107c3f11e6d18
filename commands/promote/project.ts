import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { matches } from "../../components/shared/pattern";
import { isBound } from "./bound";
import type { Change } from "./change";
import { type SettingsFile, withoutSettings, withSettings } from "./files";
import { readGuardRails, withProven } from "./guardRails";

/** The files of a project that a promotion reads and writes. */
export interface Project {
  readonly folder: string;
  readonly files: { readonly project: SettingsFile; readonly from: SettingsFile; readonly to: SettingsFile };
  /** The configuration of the policies; absent where the project has none. */
  readonly guardRails: { readonly name: string; readonly text: string } | undefined;
  /** Whether a setting is one that each stack has for itself. */
  readonly mayDiffer: (key: string) => boolean;
}

/** @throws Error where there is no project, or a file of it cannot be read. */
export function openProject(
  folder: string,
  stacks: { from: string; to: string; guardRails: string },
): Project {
  const name = "Pulumi.yaml";
  const text = read(folder, name);
  if (text === undefined)
    throw new Error(`${name}: not found in ${folder}; start this in the project's folder`);
  const project = (parse(text) as { name: string }).name;
  const ofStack = (stack: string): SettingsFile => {
    const file = `Pulumi.${stack}.yaml`;
    return { name: file, text: read(folder, file) ?? "", project, of: "stack" };
  };
  const rules = read(folder, stacks.guardRails);
  const patterns = rules === undefined ? [] : readGuardRails(stacks.guardRails, rules).mayDiffer;
  return {
    folder,
    files: {
      project: { name, text, project, of: "project" },
      from: ofStack(stacks.from),
      to: ofStack(stacks.to),
    },
    guardRails: rules === undefined ? undefined : { name: stacks.guardRails, text: rules },
    mayDiffer: (key) => isBound(project, key) || patterns.some((pattern) => matches(pattern, key)),
  };
}

/** @returns the names of the files that have changed. */
export function writeChange({ folder, files, guardRails }: Project, { settings, proven }: Change): string[] {
  const names = Object.keys(settings);
  const texts: [name: string, before: string, after: string][] = [
    [files.project.name, files.project.text, withSettings(files.project, settings)],
    [files.from.name, files.from.text, withoutSettings(files.from, names)],
    [files.to.name, files.to.text, withoutSettings(files.to, names)],
  ];
  if (guardRails) {
    const { name, text } = guardRails;
    texts.push([name, text, withProven(name, text, proven)]);
  }
  const changed = texts.filter(([, before, after]) => before !== after);
  for (const [name, , after] of changed) writeFileSync(join(folder, name), after);
  return changed.map(([name]) => name);
}

function read(folder: string, name: string): string | undefined {
  const file = join(folder, name);
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}
