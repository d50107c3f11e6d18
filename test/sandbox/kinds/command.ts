import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import type { local } from "@pulumi/command";
import type { Unwrap } from "@pulumi/pulumi";
import type { Bench, Made } from "./kind";

type CommandInputs = Unwrap<local.CommandArgs>;

/** command:local:Command: runs the `create` script. `update` and `delete` have no place in a sandbox. */
export async function makeCommand(name: string, inputs: CommandInputs, bench: Bench): Promise<Made> {
  const id = `${name}${randomBytes(4).toString("hex")}`;
  if (inputs.create === undefined) return { id, outputs: { stdout: "", stderr: "" } };
  const { stdout, stderr } = await runScript(inputs.create, inputs, bench.signal);
  return { id, outputs: { stdout: stdout.replace(/\n$/, ""), stderr: stderr.replace(/\n$/, "") } };
}

function runScript(
  script: string,
  { interpreter, environment, dir, stdin }: CommandInputs,
  signal: AbortSignal,
): Promise<{ stdout: string; stderr: string }> {
  const [program = "/bin/sh", ...before] = interpreter?.length ? interpreter : ["/bin/sh", "-c"];
  return new Promise((resolve, reject) => {
    // A process group of its own: Ctrl-C in the terminal does not reach it, and giving up ends all of it.
    const child = spawn(program, [...before, script], {
      cwd: dir,
      env: { ...process.env, ...environment },
      detached: true,
    });
    const giveUp = () => {
      if (child.pid) process.kill(-child.pid, "SIGKILL");
    };
    signal.addEventListener("abort", giveUp, { once: true });

    const said = { stdout: "", stderr: "", both: "" };
    const listen = (stream: "stdout" | "stderr") => {
      child[stream].setEncoding("utf8").on("data", (text: string) => {
        said[stream] += text;
        said.both += text;
      });
    };
    listen("stdout");
    listen("stderr");
    child.on("error", reject);
    child.on("close", (code, killedBy) => {
      signal.removeEventListener("abort", giveUp);
      if (code === 0) resolve(said);
      // The script itself is left out: what it printed says more, and it is long.
      else reject(new Error(`${killedBy ?? `exit status ${code}`}\n${said.both.trim()}`.trim()));
    });
    // A script need not read its input: an early exit closes the pipe, which is not an error.
    child.stdin.on("error", () => {});
    child.stdin.end(stdin ?? "");
  });
}
