import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import type { Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { quote } from "../../components/shared/shell";
import { callIn } from "../backups/ask";
import type { FoundBackups } from "../backups/find";
import { plainly } from "../shared/engineCall";
import { exitCodes, Failure } from "../shared/failure";
import type { Variables } from "../shared/surroundings";

/** What is brought from a snapshot. */
export interface Brought {
  readonly place: string;
  readonly snapshot: string;
  readonly paths: readonly string[];
}

/** Writes a file; it appears under its name once it is whole. */
export async function bringFile(
  backups: FoundBackups,
  { place, snapshot, paths: [path = ""] }: Brought,
  to: string,
  variables: Variables,
): Promise<void> {
  const script = `restic_${place} dump --quiet ${quote(snapshot)} ${quote(path)}`;
  await whole(to, async (part) => {
    const file = createWriteStream(part, { flags: "wx", mode: 0o600 });
    await stream(backups, script, file, variables);
  });
}

/** Writes a directory, the same way. Files belong to whoever runs the command. */
export async function bringDirectory(
  backups: FoundBackups,
  { place, snapshot, paths }: Brought,
  to: string,
  variables: Variables,
): Promise<void> {
  await whole(to, async (part) => {
    await mkdir(part, { mode: 0o700 });
    for (const path of paths) {
      const script = `restic_${place} dump --quiet --archive tar ${quote(`${snapshot}:${path}`)} /`;
      const tar = spawn("tar", ["-x", "-f", "-", "-C", part, "--no-same-owner"], {
        stdio: ["pipe", "ignore", "pipe"],
      });
      const ended = endOf(tar);
      await stream(backups, script, tar.stdin, variables).catch(async (error) => {
        tar.kill();
        await ended.catch(() => {});
        throw error;
      });
      await ended;
    }
  });
}

async function whole(to: string, write: (part: string) => Promise<void>): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  const part = `${to}.${process.pid}.part`;
  try {
    await write(part);
    await rename(part, to);
  } catch (error) {
    await rm(part, { recursive: true, force: true });
    if (error instanceof Failure) throw error;
    throw new Failure(`${to}: ${(error as Error).message}`);
  }
}

async function stream(
  backups: FoundBackups,
  script: string,
  to: Writable,
  variables: Variables,
): Promise<void> {
  const { program, words, variables: env, folder: cwd } = callIn(backups, script, variables);
  const child = spawn(program, words, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  const ended = endOf(child);
  await Promise.all([pipeline(child.stdout, to), ended]);
}

interface Child {
  readonly stderr: Readable;
  on(event: "error", listener: (error: Error) => void): unknown;
  on(event: "close", listener: (status: number | null) => void): unknown;
}

function endOf(child: Child): Promise<void> {
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said = (said + text).slice(-2000);
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status) =>
      status === 0
        ? resolve()
        : reject(
            new Failure(
              `it was cut off, and nothing is kept: ${plainly(said).trim().split("\n").at(-1)}`,
              exitCodes.amiss,
            ),
          ),
    );
  });
}
