import { execFile } from "node:child_process";
import { forAnyShell } from "../components/machine/script";
import { commandLine } from "../components/shared/shell";
import type { Engine } from "../promotion/state";

/** A program with its arguments and the environment that it needs beside the usual one. */
export interface Invocation {
  readonly program: string;
  readonly words: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * How a command is called that uses an engine by way of `docker`. That takes no options for `ssh`; with them, the
 * command is run where the engine is.
 * @param terminal whether it is to have one there
 */
export function onEngine(
  { endpoint, sshOptions }: Engine,
  command: readonly [string, ...string[]],
  terminal = false,
): Invocation {
  const [, user = "", name = "", port = "22"] =
    /^ssh:\/\/(?:([^@]+)@)?([^:/]+)(?::(\d+))?/.exec(endpoint) ?? [];
  const [program, ...words] = command;
  if (sshOptions.length === 0 || name === "")
    return { program, words, variables: endpoint === "" ? {} : { DOCKER_HOST: endpoint } };
  const who = user === "" ? [] : ["-l", user];
  const there = [...sshOptions, ...(terminal ? ["-t"] : []), ...who, "-p", port, "--", name];
  return { program: "ssh", words: [...there, forAnyShell(commandLine(...command))], variables: {} };
}

/** How a command ended. */
export interface Ended {
  readonly stdout: string;
  /** Why it failed, in a line. @default it did not */
  readonly failure?: string;
}

/** Runs a command, without keeping anyone from running others at once. */
export const ran = (
  { program, words, variables }: Invocation,
  seconds: number,
): Promise<Ended> =>
  new Promise((resolve) => {
    execFile(
      program,
      words,
      { timeout: seconds * 1000, maxBuffer: 2 ** 28, env: { ...process.env, ...variables } },
      (error, stdout, stderr) =>
        resolve(error ? { stdout, failure: failureOf(program, error, stderr, seconds) } : { stdout }),
    ).stdin?.end();
  });

type Failed = Error & { readonly code?: string | number | null; readonly killed?: boolean };

function failureOf(program: string, { code, killed, message }: Failed, stderr: string, seconds: number): string {
  if (code === "ENOENT") return `there is no "${program}" on PATH`;
  if (killed) return `no answer within ${seconds} s`;
  const said = stderr.trim().split("\n").filter(Boolean);
  // Of several lines, the last one of ssh says why; the others' first.
  const line = (program === "ssh" ? said.at(-1) : (said.find((one) => one.startsWith("error:")) ?? said[0])) ?? message;
  // Docker wraps what its own ssh said into its address of the engine.
  return line.split(/ stderr=|\n/).at(line.includes(" stderr=") ? 1 : 0) ?? line;
}
