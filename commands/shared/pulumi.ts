import { Failure } from "./failure";
import { nearestOf } from "./nearest";
import { runProcess } from "./process";
import { stacksOf } from "./stacks";
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
    const asked = { program: "pulumi", words: [...words, "--non-interactive"], variables };
    const { status, stdout, stderr, reason } = await runProcess(asked);
    if (status === 0) return stdout;
    if (reason?.startsWith("there is no"))
      throw new Failure(`${reason}; https://www.pulumi.com/docs/install/`);
    const said = stderr.trim() || reason || `status ${status}`;
    throw new Failure(`pulumi ${words.join(" ")}: ${said}${await otherStacks(said, variables)}`);
  };

/** Which stacks there are, where a named one is not. */
async function otherStacks(said: string, variables: Variables): Promise<string> {
  const [, missing] = /no stack named '([^']+)' found$/.exec(said) ?? [];
  if (missing === undefined) return "";
  const names = await stacksOf(pulumiIn(variables)).catch(() => []);
  return names.length > 0 ? `; ${nearestOf(missing, names)}` : "";
}
