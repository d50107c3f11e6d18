import { parseArgs } from "node:util";
import { vmDefaults } from "../defaults";
import { templateDirectory } from "../plan";
import type { TemplateBuild } from "./script";

/** What a person asks of the builder. */
export interface TemplateOrder extends TemplateBuild {
  /**
   * The hypervisor, as `ssh` takes it.
   * @default this machine
   */
  readonly on?: string;
  /** Whether the script is shown and not run. */
  readonly print: boolean;
}

export const usage = `npm run template -- [options]: builds a template for VMs, unless it is there.

  --on USER@HOST     the hypervisor, as ssh takes it; by default this machine. Another user than root needs sudo.
  --directory PATH   directory of VMs and templates there; by default ${vmDefaults.directory}
  --package NAME     a further Debian package; may be given several times
  --runner PATH      a package file of gitlab-runner on the hypervisor, which is installed too
  --edition WORD     makes another template of the packages of the day, with this word in its version
  --mirror URL       a mirror of Debian; by default that of the hypervisor's own apt
  --print            shows the script instead of running it`;

/** @throws TypeError where an option is not known or not usable, with its name. */
export function orderOf(words: readonly string[]): TemplateOrder {
  const { values } = parseArgs({
    args: [...words],
    options: {
      on: { type: "string" },
      directory: { type: "string", default: vmDefaults.directory },
      package: { type: "string", multiple: true, default: [] },
      runner: { type: "string" },
      edition: { type: "string" },
      mirror: { type: "string" },
      print: { type: "boolean", default: false },
    },
  });
  const { package: packages, directory, ...rest } = values;
  if (rest.edition !== undefined && !/^[a-z0-9][a-z0-9.-]*$/.test(rest.edition)) {
    throw new TypeError(
      `--edition ${rest.edition}: expected letters, digits, dots and hyphens; example: 2026-11`,
    );
  }
  return { ...rest, packages, directory: templateDirectory(directory) };
}

/** The command that runs a script from its standard input as root, here or on another machine. */
export function shellOf({ on }: TemplateOrder): [string, ...string[]] {
  if (on === undefined) return ["sh", "-s"];
  const root = !on.includes("@") || on.startsWith("root@");
  return ["ssh", "--", on, ...(root ? [] : ["sudo", "-n"]), "sh", "-s"];
}
