import { Failure } from "./failure";
import { nearestOf } from "./nearest";
import { runProcess } from "./process";
import { noProject } from "./project";
import { listStacks, namesIn } from "./stacks";
import type { Variables } from "./surroundings";

/**
 * Asks Pulumi's command line, which decrypts nothing unless it is told to.
 * @throws Failure in its words.
 */
export type AskPulumi = (...words: string[]) => Promise<string>;

/** Pulumi as a shell with these variables would find it. */
export const pulumiIn =
  (variables: Variables): AskPulumi =>
  async (...words) => {
    const said = await say(words, variables);
    if ("stdout" in said) return said.stdout;
    if (/no Pulumi\.yaml project file found|no project file found/.test(said.problem))
      throw new Failure(noProject(process.cwd()));
    throw new Failure(
      `pulumi ${words.join(" ")}: ${said.problem}${await otherStacks(said.problem, variables)}`,
    );
  };

type Said = { readonly stdout: string } | { readonly problem: string };

/** @throws Failure where there is no such program. */
async function say(words: readonly string[], variables: Variables): Promise<Said> {
  const asked = { program: "pulumi", words: [...words, "--non-interactive"], variables };
  const { status, stdout, stderr, reason } = await runProcess(asked);
  if (status === 0) return { stdout };
  if (reason?.startsWith("there is no")) throw new Failure(`${reason}; https://www.pulumi.com/docs/install/`);
  return { problem: stderr.trim() || reason || `status ${status}` };
}

/** Which stacks there are, those that have nothing too, where a named one is not. */
async function otherStacks(problem: string, variables: Variables): Promise<string> {
  const [, missing] = /no stack named '([^']+)' found$/.exec(problem) ?? [];
  if (missing === undefined) return "";
  const listed = await say(listStacks, variables);
  const names = "stdout" in listed ? namesIn(listed.stdout) : [];
  return names.length > 0 ? `; ${nearestOf(missing, names)}` : "";
}
