import { Failure } from "./failure";
import { runProcess } from "./process";
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
    throw new Failure(`pulumi ${words.join(" ")}: ${stderr.trim() || reason || `status ${status}`}`);
  };
