import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { matches } from "../../../components/shared/pattern";
import { isBound } from "../../promote/bound";
import { readGuardRails } from "../../promote/guardRails";
import type { Comparing } from "./behind";

const guardRails = "guard-rails.json";

/**
 * Which environments are compared, by what the guard rails say: in those of the rule `proven-images` only what has run
 * elsewhere is to run. The others are those with a file in the project.
 */
export function comparingIn(folder: string, project: string): Comparing {
  const file = join(folder, guardRails);
  const { mayDiffer, provenIn } = existsSync(file)
    ? readGuardRails(guardRails, readFileSync(file, "utf8"))
    : { mayDiffer: [], provenIn: [] };
  return {
    isTarget: (stack) => provenIn.some((pattern) => matches(pattern, stack)),
    isSource: (stack) => existsSync(join(folder, `Pulumi.${stack}.yaml`)),
    mayDiffer: (key) => isBound(project, key) || mayDiffer.some((pattern) => matches(pattern, key)),
  };
}
