import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { removeFolder } from "../support/removeFolder";
import { findEngine } from "./engine";
import { OwnProject } from "./ownProject";

const engine = findEngine();
const examples = path.resolve(__dirname, "../../examples");

/** Why programs in a language cannot be run on this machine; nothing where they can. */
export function languageUnavailable(language: "yaml" | "python"): string | undefined {
  if ("missing" in engine) return engine.missing;
  const host = `pulumi-language-${language}`;
  if (!existsSync(path.join(engine.folder, host))) return `there is no ${host} beside pulumi`;
  if (language === "yaml") return undefined;
  const folder = mkdtempSync(path.join(tmpdir(), "homeport-language-"));
  const words = ["-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, "pulumi>=3.248.0,<4"];
  const { status } = spawnSync("python3", words);
  removeFolder(folder);
  return status === 0 ? undefined : "pip does not get Pulumi's package";
}

/** A copy of an example in another language. */
export function languageProject(example: string): OwnProject {
  const project = OwnProject.open(engine);
  cpSync(path.join(examples, example), project.folder, { recursive: true });
  return project;
}
