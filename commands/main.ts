import { readFileSync } from "node:fs";
import { type FormerName, runFormer } from "./former";
import { homeport } from "./homeport";
import type { Surroundings } from "./shared/surroundings";
import { terminalOf } from "./shared/terminal";

/** What a shell started. */
export async function main(words: readonly string[], version: string): Promise<void> {
  process.exitCode = await homeport(words, version, here());
}

/** The same by a name that it had in the version before. */
export async function former(name: FormerName, words: readonly string[], version: string): Promise<void> {
  process.exitCode = await runFormer(name, words, version, here());
}

function here(): Surroundings {
  // Whoever reads may have seen enough, as "head" has.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit();
  });
  return {
    folder: process.cwd(),
    variables: process.env,
    now: new Date(),
    input: () => readFileSync(0, "utf8"),
    keyboard: process.stdin.isTTY,
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    terminal: terminalOf(process.stdout, process.stderr, process.env),
  };
}
