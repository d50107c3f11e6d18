import { execFile } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { removeFolder } from "../removeFolder";
import type { Machine } from "./machine";

/** Options of `ssh` by which a stand-in is entered and no other machine is: its host key is pinned. */
export function sshOptions(keyFile: string, hostKey: string): string[] {
  const values = {
    BatchMode: "yes",
    ConnectTimeout: "5",
    IdentitiesOnly: "yes",
    IdentityFile: keyFile,
    StrictHostKeyChecking: "yes",
    UserKnownHostsFile: "/dev/null",
    GlobalKnownHostsFile: "/dev/null",
    KnownHostsCommand: `/bin/echo %H ${hostKey}`,
  };
  return ["-F", "none", ...Object.entries(values).flatMap(([name, value]) => ["-o", `${name}=${value}`])];
}

/** Enters over SSH and runs a command; what it printed. */
export async function enter(
  { address, port, user }: Machine,
  options: string[],
  command: string,
): Promise<string> {
  const words = [...options, "-l", user, "-p", String(port), "--", address, command];
  return (await promisify(execFile)("ssh", words)).stdout;
}

/** A private key in a file that only its owner reads, as `ssh` wants it. */
export function keyFile(privateKey: string): { path: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), "machine-key-"));
  const path = join(folder, "key");
  writeFileSync(path, privateKey, { mode: 0o600 });
  return { path, remove: () => removeFolder(folder) };
}
