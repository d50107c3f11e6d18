import { readdirSync } from "node:fs";
import { dirname } from "node:path";
import { projectName } from "../../components/settings/files";
import { quote } from "../../components/shared/shell";
import { beginLines } from "./beginning";
import { Failure } from "./failure";

/**
 * The name of the project in a folder.
 * @throws Failure where the folder is none's, with the ways out; SettingsError where its file says no name.
 */
export function projectIn(folder: string): string {
  if (!isProject(folder)) throw new Failure(noProject(folder));
  return projectName(folder);
}

/** Where somebody is who has no project there, and how to get to one. */
export function noProject(folder: string): string {
  const above = parentsOf(folder).find(isProject);
  const wayOut =
    above === undefined
      ? `  Where you have a home, go into the folder of its Pulumi.yaml: cd …
  Where you have none, this begins one here:
${beginLines(folder, "home")
  .map((line) => `    ${line}`)
  .join("\n")}`
      : `  It is in a folder above: cd ${quote(above)}`;
  return `there is no project in ${folder}: it has no Pulumi.yaml\n${wayOut}`;
}

function isProject(folder: string): boolean {
  try {
    return readdirSync(folder).some((file) => /^Pulumi\.ya?ml$/.test(file));
  } catch {
    return false;
  }
}

function parentsOf(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [] : [parent, ...parentsOf(parent)];
}
