import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { oneAtATime } from "../../../components/hosts/hostSetup/shell";
import { renderRemote } from "../../../components/hosts/machine/script";
import type { Machine } from "./machine";

/** What came of a step of set-up. */
export interface Done {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** A step at work. */
export interface Running {
  readonly done: Promise<Done>;
  /** Ends the connection, unless the step has ended; what it began on the machine may go on. */
  cut(): void;
}

/** Runs a step of set-up as a deployment does: over SSH, as root, one at a time. */
export function begin(machine: Machine, keyFile: string, script: string): Running {
  const { name, address, port, user, hostKey, password } = machine;
  const target = { name, address, port, user, hostKey, identity: keyFile, keepAliveSeconds: 5 };
  const asksPassword = user !== "root";
  const remote = renderRemote({ target, asksPassword }, oneAtATime(name, script));
  const child = spawn("/bin/sh", ["-c", remote], { detached: true });
  child.stdin.on("error", () => {});
  child.stdin.end(asksPassword ? `${password}\n` : "");
  const status = new Promise<number | null>((resolve) => child.once("close", resolve));
  const done = Promise.all([status, text(child.stdout), text(child.stderr)]).then(
    ([code, stdout, stderr]) => ({ status: code, stdout, stderr }),
  );
  return {
    done,
    cut: () => {
      if (child.pid && child.exitCode === null) process.kill(-child.pid, "SIGKILL");
    },
  };
}

/** Runs a step to its end. */
export const take = (machine: Machine, keyFile: string, script: string): Promise<Done> =>
  begin(machine, keyFile, script).done;
