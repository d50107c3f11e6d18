import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import type { Place } from "../restore/volumes/engine";
import { callOn } from "../shared/engineCall";
import { Failure } from "../shared/failure";

/** What runs on a host for as long as this process holds it. */
export interface Held {
  /** What the script wrote. */
  readonly said: string;
  /** Lets go, and waits for its end. */
  release(): Promise<void>;
}

/**
 * Shell: a script, and what is done once nobody holds what it made. That is known by the end of the standard input, which a
 * process has however it ends; the shell outlives it, and so a kill of all that a terminal has begun.
 */
export const heldScript = (script: string, ended: string): string => `trap '' INT HUP TERM PIPE
${script}
cat > /dev/null
${ended}`;

/**
 * Runs a script on a host that writes one line, and holds what it made.
 * @param ended shell: what is done when this process lets go, or is gone; it knows the script's variables
 * @throws Failure where the script fails.
 */
export async function hold({ host, engine, variables }: Place, script: string, ended: string): Promise<Held> {
  const call = callOn(engine, ["sh", "-c", heldScript(script, ended)], variables);
  const { program, words, variables: env, folder: cwd } = call;
  const child = spawn(program, words, { cwd, env, detached: true, stdio: "pipe" });
  child.stdin.on("error", () => {});
  const reason = text(child.stderr);
  const gone = new Promise<void>((resolve) =>
    child.on("error", () => resolve()).on("close", () => resolve()),
  );
  const said = await new Promise<string | undefined>((resolve) => {
    let told = "";
    child.stdout.setEncoding("utf8").on("data", (more: string) => {
      told += more;
      if (told.includes("\n")) resolve(told.trim());
    });
    void gone.then(() => resolve(undefined));
  });
  if (said === undefined) throw new Failure(`host ${host}: ${(await reason).trim() || "it was cut off"}`);
  return {
    said,
    release: () => {
      child.stdin.end();
      return gone;
    },
  };
}
