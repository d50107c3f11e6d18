import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Lane } from "./lane";

/** Runs a development tool in a lane; its exit status. What it says where others talk as well has the lane's number. */
export function runOn({ number, into }: Lane, command: string, ...words: string[]): Promise<number> {
  const [program = "", ...rest] = [...into, join(__dirname, "../../node_modules/.bin", command), ...words];
  const how = into.length > 0 ? "pipe" : "inherit";
  const child = spawn(program, rest, { stdio: ["ignore", how, how] });
  for (const said of [child.stdout, child.stderr])
    if (said) createInterface(said).on("line", (line) => console.log(`${number}| ${line}`));
  return new Promise((resolve) => {
    child.on("error", () => resolve(1));
    child.on("close", (code) => resolve(code ?? 1));
  });
}
