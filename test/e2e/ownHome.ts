import { existsSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import type { Packed } from "../package/tarball";
import { removeLabelled } from "../sandbox/clean";
import type { Config } from "../sandbox/messages";
import { docker } from "../support/containers";
import { findEngine } from "./engine";
import { OwnProject } from "./ownProject";
import { changeYaml } from "./yaml";

const checkout = path.resolve(__dirname, "../..");

export interface OwnHome {
  /** The template's folder in the package. */
  readonly template: string;
  /** What the project is called: everything on the engine has it as a label, and goes by it. */
  readonly name: string;
  /** What its file says for every stack, without the project's name before each key. */
  readonly settings: Config;
}

/**
 * Begins a home outside of the checkout as the README says, with the packed package in place of a registry's. npm drops or renames each file that is
 * called .gitignore: the template's has a name that `pulumi new` makes that of.
 */
export async function beginHome(packed: Packed, { template, name, settings }: OwnHome): Promise<OwnProject> {
  await removeHome(name);
  const engine = findEngine();
  const project = OwnProject.open(engine);
  const from = path.join(packed.folder, "templates", template);
  await project.run("pulumi", "new", from, "--generate-only", "--yes", "--name", name);
  if (!readFileSync(path.join(project.folder, ".gitignore"), "utf8").includes("node_modules/"))
    throw new Error(`the template ${template} keeps node_modules from no repository`);
  const modules = path.join(packed.project, "node_modules");
  if (!("missing" in engine)) link(path.join(engine.folder, "pulumi"), path.join(modules, ".bin/pulumi"));
  link(path.join(checkout, "node_modules/typescript"), path.join(modules, "typescript"));
  link(modules, path.join(project.folder, "node_modules"));
  const config = Object.entries(settings).map(([key, value]) => [`${name}:${key}`, { default: value }]);
  changeYaml(path.join(project.folder, "Pulumi.yaml"), { config: Object.fromEntries(config) });
  return project;
}

/** Removes all that a home has made here, whatever state it is in; what a killed run left, too. */
export const removeHome = (name: string) => removeLabelled(docker, `homeport.project=${name}`);

function link(target: string, at: string): void {
  if (!existsSync(at)) symlinkSync(target, at);
}

/** Types a stack's first settings, which somebody was told, with a network that no real home has. */
export function typeSettings(project: OwnProject, stack: string, told: string, subnet: string): void {
  const [text = ""] = /^( *)config:\n(?:\1 +.*\n?)+/m.exec(told) ?? [];
  const typed = parse(text.replace(/subnet: \S+/, `subnet: ${subnet}`));
  const file = path.join(project.folder, `Pulumi.${stack}.yaml`);
  if (!existsSync(file)) writeFileSync(file, "");
  changeYaml(file, typed);
}
