import { forAnyShell } from "../../components/hosts/machine/script";
import { commandLine } from "../../components/shared/shell";
import { Failure } from "./failure";
import { type Ended, type Process, runProcess } from "./process";
import { programFolder } from "./programFolder";
import type { Engine } from "./state";
import type { Variables } from "./surroundings";

/** A program with its arguments, and what it finds in its environment. */
export type Call = Required<Pick<Process, "program" | "words" | "variables">> & Pick<Process, "folder">;

/**
 * How a command is called that uses an engine by way of `docker`. That takes no options for `ssh`; with them, the
 * command is run where the engine is.
 * @param terminal whether it has one there
 */
export function callOn(
  { endpoint, sshOptions }: Engine,
  command: readonly [string, ...string[]],
  variables: Variables,
  terminal = false,
): Call {
  const [, user = "", name = "", port = "22"] =
    /^ssh:\/\/(?:([^@]+)@)?([^:/]+)(?::(\d+))?/.exec(endpoint) ?? [];
  const [program, ...words] = command;
  if (sshOptions.length === 0 || name === "")
    return {
      program,
      words,
      variables: endpoint === "" ? variables : { ...variables, DOCKER_HOST: endpoint },
    };
  const who = user === "" ? [] : ["-l", user];
  const there = [...sshOptions, ...(terminal ? ["-t"] : []), ...who, "-p", port, "--", name];
  return {
    program: "ssh",
    words: [...there, forAnyShell(commandLine(...command))],
    variables,
    folder: programFolder(process.cwd()),
  };
}

/** Why a program failed, and what it wrote nevertheless. */
export class Unanswered extends Error {
  constructor(
    message: string,
    readonly stdout: string,
  ) {
    super(message);
  }
}

/** Ids of an engine as people know them: by their first digits. */
export const plainly = (said: string): string =>
  said.replace(/^.*(?:daemon|No such|Error:).*$/gim, (line) =>
    line.replace(/\b([0-9a-f]{12})[0-9a-f]{52}\b/g, "$1"),
  );

/** Of several lines, ssh says why in the last one; Pulumi in the one that it calls an error, Docker in the first. */
function reasonOf(program: string, { stderr, reason, status }: Ended): string {
  const said = stderr
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
  const line = program === "ssh" ? said.at(-1) : (said.find((one) => one.startsWith("error:")) ?? said[0]);
  // Docker wraps what the ssh that it called has said.
  return reason ?? plainly(line?.split(" stderr=").at(-1) ?? `status ${status}`);
}

/**
 * What a command wrote that uses an engine.
 * @throws Unanswered that says in a line why it failed.
 */
export async function answerOn(
  engine: Engine,
  command: readonly [string, ...string[]],
  variables: Variables,
  seconds: number,
): Promise<string> {
  const call = callOn(engine, command, variables);
  const ended = await runProcess({ ...call, seconds });
  if (ended.status === 0) return ended.stdout;
  throw new Unanswered(reasonOf(call.program, ended), ended.stdout);
}

/** How long an engine may think, in seconds. */
const patience = 30;

/** Runs a command that uses an engine, and never fails: how it ended is the answer. */
export const runOn = (
  engine: Engine,
  command: readonly [string, ...string[]],
  variables: Variables,
  seconds = patience,
  input?: string,
): Promise<Ended> => runProcess({ ...callOn(engine, command, variables), seconds, input });

/**
 * Runs a command on a host, and gives what it wrote.
 * @param input what it reads
 * @throws Failure that names the host and says all that it said.
 */
export async function succeedOn(
  { host, engine }: { readonly host: string; readonly engine: Engine },
  command: readonly [string, ...string[]],
  variables: Variables,
  seconds?: number,
  input?: string,
): Promise<string> {
  const { status, stdout, stderr, reason } = await runOn(engine, command, variables, seconds, input);
  if (status === 0) return stdout;
  throw new Failure(
    `host ${host}: ${plainly(stderr.trim()) || reason || stdout.trim() || `status ${status}`}`,
  );
}
