import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { FoundContainer } from "../find/unit";
import { type ExitCode, exitCodes } from "../shared/failure";
import type { Surroundings } from "../shared/surroundings";
import { prefixed } from "./lines";
import { type LogWishes, logsCall } from "./logsCall";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Shows what containers log as they do, until they are gone or somebody has seen enough: that is no failure. */
export async function follow(
  containers: readonly FoundContainer[],
  wishes: LogWishes,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { variables, out, err, terminal } = surroundings;
  const names = containers.map(({ name }) => name);
  const children = new Set<ChildProcess>();
  let enough = false;
  const stop = () => {
    enough = true;
    for (const child of children) child.stdin?.end();
  };
  for (const signal of signals) process.on(signal, stop);
  const tell = (name: string, to: (text: string) => void) => (text: string) =>
    to(names.length > 1 ? prefixed(name, names, text, terminal) : `${text}\n`);
  const followOne = (one: FoundContainer) =>
    new Promise<boolean>((resolve) => {
      const { program, words, variables: env, folder: cwd } = logsCall(one, wishes, variables);
      // A group of its own: Ctrl-C is for this process, which ends the others.
      const child = spawn(program, words, { cwd, env, stdio: "pipe", detached: true });
      children.add(child);
      createInterface({ input: child.stdout }).on("line", tell(one.name, out));
      createInterface({ input: child.stderr }).on("line", tell(one.name, err));
      child.stdin.on("error", () => {});
      child.on("error", ({ message }) => {
        err(`${one.name} (host ${one.host}): ${message}\n`);
        resolve(false);
      });
      child.on("close", (status) => {
        children.delete(child);
        resolve(enough || status === 0);
      });
    });
  try {
    const well = await Promise.all(containers.map(followOne));
    return well.every(Boolean) ? exitCodes.done : exitCodes.amiss;
  } finally {
    for (const signal of signals) process.off(signal, stop);
  }
}
