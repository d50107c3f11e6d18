import { type ExecFileException, execFile } from "node:child_process";
import { type KnownTarget, type Patience, sshDestination, sshOptions } from "./options";
import { forAnyShell } from "./script";

/** How long a preview waits for a connection to a machine, and for its answer, in seconds. */
const looking: Patience = { seconds: 3, attempts: 1 };
const answerSeconds = 10;

/** What came of a visit. */
export interface Visit {
  readonly stdout: string;
  /** Why there is no answer, in the words of `ssh` or of the machine. */
  readonly failure?: string;
}

/**
 * Enters a machine at a preview, and runs a script there that changes nothing.
 * @param seconds how long it may take in all
 */
export const visit = (target: KnownTarget, script: string, seconds = answerSeconds): Promise<Visit> =>
  new Promise((resolve) => {
    const words = [...sshOptions(target, looking), ...sshDestination(target), forAnyShell(script)];
    const limits = { timeout: seconds * 1000, maxBuffer: 2 ** 24 };
    execFile("ssh", words, limits, (error, stdout, stderr) =>
      resolve({ stdout, failure: error ? failureOf(error, stderr, seconds) : undefined }),
    );
  });

function failureOf(error: ExecFileException, stderr: string, seconds: number): string {
  if (error.killed) return `nothing within ${seconds} s`;
  // Behind a jump host that is gone, `ssh` tells the cause first, and that nobody is there last.
  const said = stderr
    .trim()
    .split(/\s*\n/)
    .findLast((line) => !line.includes("UNKNOWN port"));
  // The message of an error repeats the whole command.
  return said || (error.code === "ENOENT" ? 'the "ssh" command was not found' : `status ${error.code}`);
}
