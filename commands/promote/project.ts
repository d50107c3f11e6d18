import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { isAmong } from "../../components/shared/pattern";
import { Failure } from "../shared/failure";
import { type GuardRailsFile, guardRailsFile, noGuardRails, readGuardRails } from "../shared/guardRails";
import type { Surroundings } from "../shared/surroundings";
import { isBound } from "./bound";
import type { Change } from "./change";
import { type SettingsFile, withoutSettings, withSettings } from "./files";
import { withProven } from "./guardRails";

/** The files of a project that a promotion reads and writes. */
export interface Project {
  readonly folder: string;
  readonly files: { readonly project: SettingsFile; readonly from: SettingsFile; readonly to: SettingsFile };
  /** The configuration of the policies; absent where the project has none. */
  readonly guardRails: GuardRailsFile | undefined;
  /** Whether a setting is one that each stack has for itself. */
  readonly mayDiffer: (key: string) => boolean;
}

/** @throws Failure where there is no project, or a file of it cannot be read. */
export function openProject(
  surroundings: Surroundings,
  stacks: { from: string; to: string; guardRails?: string },
): Project {
  const { folder } = surroundings;
  const name = "Pulumi.yaml";
  const text = read(folder, name);
  if (text === undefined)
    throw new Failure(`${name}: not found in ${folder}; start this in the project's folder`);
  const project = (parse(text) as { name: string }).name;
  const ofStack = (stack: string): SettingsFile => {
    const file = `Pulumi.${stack}.yaml`;
    return { name: file, text: read(folder, file) ?? "", project, of: "stack" };
  };
  const guardRails = guardRailsFile(surroundings, stacks.guardRails);
  const { mayDiffer } = guardRails ? readGuardRails(guardRails.name, guardRails.text) : noGuardRails;
  return {
    folder,
    files: {
      project: { name, text, project, of: "project" },
      from: ofStack(stacks.from),
      to: ofStack(stacks.to),
    },
    guardRails,
    mayDiffer: (key) => isBound(project, key) || isAmong(mayDiffer, key),
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
    texts.push([name, text, withProven(guardRails, proven)]);
  }
  const changed = texts.filter(([, before, after]) => before !== after);
  for (const [name, , after] of changed) writeFileSync(join(folder, name), after);
  return changed.map(([name]) => name);
}

function read(folder: string, name: string): string | undefined {
  const file = join(folder, name);
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}
