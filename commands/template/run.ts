import { spawn } from "node:child_process";
import { templateDirectory } from "../../components/hosts/libvirt/plan";
import { renderTemplateBuild, type TemplateBuild } from "../../components/hosts/libvirt/template/script";
import { type ExitCode, exitCodes, Failure } from "../shared/failure";
import type { Surroundings } from "../shared/surroundings";
import { templateNamed } from "./told";

/** What a person asks of the builder; the directory is that of the VMs. */
export interface Options extends TemplateBuild {
  /**
   * The hypervisor, as `ssh` takes it.
   * @default this machine
   */
  readonly on?: string;
  /** Whether the script is shown and not run. */
  readonly print: boolean;
}

/** Builds a template, or shows how it would be built. */
export async function run(options: Options, { out }: Surroundings): Promise<ExitCode> {
  const { on, print, edition, directory } = options;
  if (edition !== undefined && !/^[a-z0-9][a-z0-9.-]*$/.test(edition))
    throw new Failure(
      `--edition: ${JSON.stringify(edition)} is not a word of letters, digits, dots and hyphens; example: 2026-11`,
    );
  const script = renderTemplateBuild({ ...options, directory: templateDirectory(directory) });
  out(print ? script : `${templateNamed(await built(script, shellOf(on)))}\n`);
  return exitCodes.done;
}

/** The command that runs a script from its standard input as root, here or on another machine. */
export function shellOf(on: string | undefined): [string, ...string[]] {
  if (on === undefined) return ["sh", "-s"];
  const root = !on.includes("@") || on.startsWith("root@");
  return ["ssh", "--", on, ...(root ? [] : ["sudo", "-n"]), "sh", "-s"];
}

/** @returns what the script printed; what mmdebstrap says on the way goes to the terminal. */
async function built(script: string, [program, ...words]: [string, ...string[]]): Promise<string> {
  const shell = spawn(program, words, { stdio: ["pipe", "pipe", "inherit"] });
  // Whoever does not read has said what is wrong, or is gone.
  shell.stdin.on("error", () => {});
  // Read as a whole before it begins, or a program in it would read on in what is left.
  shell.stdin.end(`{\n${script}} </dev/null\n`);
  const said: string[] = [];
  shell.stdout.setEncoding("utf8").on("data", (text: string) => said.push(text));
  const ended = await new Promise<string | number | null>((resolve) => {
    shell.on("error", (error) => resolve(error.message));
    shell.on("close", resolve);
  });
  if (ended === 0) return said.join("");
  throw new Failure(typeof ended === "string" ? ended : "the template is not built; why, is said above");
}
