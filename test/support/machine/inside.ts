import { type ChildProcess, spawn } from "node:child_process";
import { text } from "node:stream/consumers";

/** Runs a script as root in a container; what it printed. */
export async function runInside(container: string, script: string, input = ""): Promise<string> {
  const child = spawn("docker", ["exec", "-i", container, "sh", "-euc", script]);
  // A script need not read its input.
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  const [output] = await Promise.all([text(child.stdout), ended(child, script)]);
  return output;
}

/** Runs two programs, the second of which reads what the first one writes. */
export async function pipe(from: string[], to: string[]): Promise<void> {
  const writer = spawn(from[0] ?? "", from.slice(1), { stdio: ["ignore", "pipe", "pipe"] });
  const reader = spawn(to[0] ?? "", to.slice(1), { stdio: ["pipe", "ignore", "pipe"] });
  reader.stdin.on("error", () => {});
  writer.stdout.pipe(reader.stdin);
  await Promise.all([ended(writer, from.join(" ")), ended(reader, to.join(" "))]);
}

async function ended(child: ChildProcess, what: string): Promise<void> {
  const status = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  const [said, code] = await Promise.all([child.stderr ? text(child.stderr) : "", status]);
  if (code !== 0) throw new Error(`${what}: exit status ${code}\n${said.trim()}`);
}
