import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * How a person calls Pulumi in a project: by npx where the project brings the command line as a package, as Homeport's
 * own does. The same on every machine, whatever is installed there.
 */
export function pulumiCommand(project: string): "npx pulumi" | "pulumi" {
  const file = join(project, "package.json");
  if (!existsSync(file)) return "pulumi";
  const { dependencies, devDependencies } = JSON.parse(readFileSync(file, "utf8"));
  return "pulumi" in { ...dependencies, ...devDependencies } ? "npx pulumi" : "pulumi";
}
