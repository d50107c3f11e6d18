import { existsSync } from "node:fs";
import { join } from "node:path";
import { matches } from "../../../components/shared/pattern";
import { isBound } from "../../promote/bound";
import { guardRailsFile, noGuardRails, readGuardRails } from "../../shared/guardRails";
import type { Surroundings } from "../../shared/surroundings";
import type { Comparing } from "./behind";

/**
 * Which environments are compared, by what the guard rails say: in those of the rule `proven-images` only what has run
 * elsewhere is to run. The others are those with a file in the project.
 */
export function comparingIn(
  surroundings: Pick<Surroundings, "folder" | "input">,
  project: string,
): Comparing {
  const file = guardRailsFile(surroundings, undefined);
  const { mayDiffer, proven } = file ? readGuardRails(file.name, file.text) : noGuardRails;
  return {
    isTarget: (stack) => proven.environments.some((pattern) => matches(pattern, stack)),
    isSource: (stack) => existsSync(join(surroundings.folder, `Pulumi.${stack}.yaml`)),
    mayDiffer: (key) => isBound(project, key) || mayDiffer.some((pattern) => matches(pattern, key)),
  };
}
