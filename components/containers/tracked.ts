import { execFileSync } from "node:child_process";
import { basename, dirname } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { asFile, type EnvironmentFile, pathOf, variablesOf } from "./environmentFiles";

/** Warns of secrets in plain text in a file that goes to everyone who has the repository. */
export function warnOfTracked(container: string, files: readonly (string | EnvironmentFile)[]): void {
  for (const [at, given] of files.entries()) {
    const { file } = asFile(given);
    const secrets = variablesOf(given).filter(({ isSecret }) => isSecret);
    if (secrets.length > 0 && isTracked(pathOf(file)))
      pulumi.log.warn(
        `${container}.environmentFiles.${at}: git tracks "${file}", in which secrets stand in plain text (${secrets.map(({ name }) => name).join(", ")}): whoever has the repository has them.
  Take it out (git rm --cached ${file}), name it in .gitignore, and give the application other secrets; or make them secret settings: pulumi config set --secret`,
      );
  }
}

/** Where there is no git, or no repository, nothing is tracked. */
function isTracked(path: string): boolean {
  try {
    const words = ["-C", dirname(path), "ls-files", "--error-unmatch", "--", basename(path)];
    execFileSync("git", words, { stdio: "ignore", timeout: 5000 });
    return true;
  } catch {
    return false;
  }
}
