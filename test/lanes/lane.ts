import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import Docker from "dockerode";
import { x } from "tinyexec";
import { until } from "../sandbox/engineSetup";
import { installed } from "../support/tools";
import { besideMachine, inNamespaces, inNetwork } from "./scripts";

/** A place for tests that have ports, networks, processes and an engine to themselves. */
export interface Lane {
  readonly number: number;
  /** What a command begins with to run there. */
  readonly into: readonly string[];
  /** Ends all that runs there, and removes what it had. */
  close(): Promise<void>;
}

/** The machine itself. */
export const machine: Lane = { number: 1, into: [], close: async () => {} };

/** Makes another lane on this machine; fails with the reason where there can be none. */
export async function openLane(number: number): Promise<Lane> {
  const root = await layersHere();
  await installed("ip", "iproute2");
  const words = [`homeport-lane${number}`, String(4 * number), root, inNetwork, inNamespaces];
  // Ctrl-C is for the tests: what keeps the lane ends by itself when its input does, and tidies up.
  const keeper = spawn("sh", ["-euc", besideMachine, "lane", ...words], { detached: true });
  let said = "";
  keeper.stderr.setEncoding("utf8").on("data", (text) => {
    said = (said + text).slice(-2_000);
  });
  const ended = new AbortController();
  const gone = once(keeper, "exit").then(() => ended.abort());
  const close = async () => {
    keeper.stdin.end();
    await gone;
  };
  try {
    const first = await firstLine(keeper);
    if (first === undefined) throw new Error(`it ended while it was made: ${said.trim()}`);
    const into = ["nsenter", "--target", first, "--mount", "--uts", "--ipc", "--net", "--pid", "--wd", "--"];
    await until(
      () => answers(into),
      async () => said.trim(),
      ended.signal,
    );
    return { number, into, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Where the engine keeps the layers of its images, to which the engine of another lane gets links. */
async function layersHere(): Promise<string> {
  if (process.platform !== "linux" || process.getuid?.() !== 0)
    throw new Error("only root on Linux makes one");
  const { Driver, DockerRootDir } = await new Docker().info();
  if (Driver !== "overlay2") throw new Error(`the engine keeps its images by ${Driver}, not by overlay2`);
  if (!existsSync(join(DockerRootDir, "overlay2"))) throw new Error("the engine is not on this machine");
  return DockerRootDir;
}

/** What it says first; nothing where it ends before. */
async function firstLine({ stdout }: ChildProcessWithoutNullStreams): Promise<string | undefined> {
  for await (const line of createInterface({ input: stdout })) return line;
  return undefined;
}

async function answers(into: readonly string[]): Promise<boolean> {
  const [command = "", ...words] = [...into, "docker", "version"];
  return (await x(command, words)).exitCode === 0;
}
