/** Runs a program to its end; what it said is in the error if it fails. */
import { x } from "tinyexec";

export async function run(
  command: string,
  args: string[],
  options: { cwd?: string; env?: Record<string, string> } = {},
): Promise<string> {
  const result = await x(command, args, {
    nodeOptions: { cwd: options.cwd, env: { ...process.env, ...options.env } },
  });
  if (result.exitCode !== 0) {
    const said = `${result.stdout}\n${result.stderr}`.trim().split("\n").slice(-20).join("\n");
    throw new Error(`${command} ${args.join(" ")}\n${said}`);
  }
  return result.stdout;
}
