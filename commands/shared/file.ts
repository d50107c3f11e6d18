import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { Failure } from "./failure";
import type { Surroundings } from "./surroundings";

/**
 * Reads a file that a command was told of; `-` is the standard input.
 * @throws Failure that says why it cannot be read.
 */
export function readFile(
  { folder, input }: Pick<Surroundings, "folder" | "input">,
  file: string,
  example: string,
): string {
  try {
    return file === "-" ? input() : readFileSync(resolve(folder, file), "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === "ENOENT" ? "there is no such file" : `it cannot be read (${code})`;
    throw new Failure(`${file}: ${reason}; example: ${example}`);
  }
}
