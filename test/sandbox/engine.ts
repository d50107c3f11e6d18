import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import Docker from "dockerode";
import { type Holder, inTurn } from "../support/turn";
import { installEngine, startEngine } from "./engineSetup";

const run = promisify(execFile);

/** What a machine is, as far as setting up an engine goes. */
export interface Machine {
  root: boolean;
  /** ID and ID_LIKE of /etc/os-release. */
  distribution: string[];
  /** Someone chose the engine by DOCKER_HOST or a Docker context. */
  engineChosen: boolean;
}

/**
 * Sees to it that a Docker engine answers and that its command line is there; returns the engine's version.
 * Where there is none, root on Debian or Ubuntu gets the distribution's; elsewhere the error says what to do.
 */
export async function ensureEngine(report: (text: string) => void): Promise<string> {
  await followContext();
  const [version, commandLine] = [await engineVersion(), await hasCommandLine()];
  if (version.number && commandLine) return version.number;

  const hopeless = whyNot(thisMachine(), version, commandLine);
  if (hopeless) throw new Error(hopeless);
  const waiting = ({ pid, folder }: Holder) =>
    report(`waiting for the engine that is set up in ${folder} (process ${pid})`);
  await inTurn("engine", waiting, () => setUp(report));

  const now = await engineVersion();
  if (!now.number) throw new Error(`the Docker engine was set up but does not answer: ${now.problem}`);
  return now.number;
}

/** Whoever had the turn before may have done it all. */
async function setUp(report: (text: string) => void): Promise<void> {
  if (!((await hasCommandLine()) && (await has("dockerd")))) await installEngine(report, hasCommandLine);
  if (!(await engineVersion()).number)
    await startEngine(report, async () => !!(await engineVersion()).number);
}

/** Why this machine cannot be helped, with what to do; nothing where an engine can be set up. */
export function whyNot(machine: Machine, version: Version, commandLine: boolean): string | undefined {
  const { root, distribution, engineChosen } = machine;
  const debian = distribution.some((name) => name === "debian" || name === "ubuntu");
  if (version.number && !commandLine && !(root && debian)) {
    return "The Docker engine answers, but the `docker` command is missing.\n  Install Docker's command line (package docker-cli or docker-ce-cli).";
  }
  if (version.number) return undefined;
  if (engineChosen) {
    return `The Docker engine that DOCKER_HOST or the Docker context names does not answer: ${version.problem}\n  Start that engine, or unset DOCKER_HOST.`;
  }
  if (version.problem.includes("EACCES")) {
    return "This user may not talk to the Docker engine.\n  Add the user to the group `docker` (sudo usermod -aG docker $USER, then log in again), or run this as root.";
  }
  if (debian && root) return undefined;
  const how = debian
    ? "Install one with `sudo apt-get install docker.io` (Debian 13: docker.io docker-cli), or run this as root."
    : "Install one and start it: Docker Desktop (macOS, Windows), or Docker Engine 20.10 or later (https://docs.docker.com/engine/install/).";
  return `No Docker engine answers on this machine: ${version.problem}\n  ${how}`;
}

function thisMachine(): Machine {
  return {
    root: process.getuid?.() === 0,
    distribution: distributionOf(osRelease()),
    engineChosen: process.env.DOCKER_HOST !== undefined,
  };
}

export function distributionOf(osReleaseText: string): string[] {
  const found = [...osReleaseText.matchAll(/^ID(?:_LIKE)?="?([^"\n]*)"?$/gm)];
  return found.flatMap(([, names]) => (names ?? "").split(" "));
}

function osRelease(): string {
  try {
    return readFileSync("/etc/os-release", "utf8");
  } catch {
    return "";
  }
}

/** The number where the engine answers; otherwise what went wrong. */
export interface Version {
  number?: string;
  problem: string;
}

async function engineVersion(): Promise<Version> {
  try {
    const { Version: number } = await new Docker({ timeout: 10_000 }).version();
    return { number, problem: "" };
  } catch (error) {
    return { problem: (error as Error).message.trim() };
  }
}

/** `docker` follows its current context and dockerode does not: from here on both ask the same engine. */
async function followContext(): Promise<void> {
  if (process.env.DOCKER_HOST) return;
  try {
    const format = "{{.Name}} {{.Endpoints.docker.Host}}";
    const { stdout } = await run("docker", ["context", "inspect", "--format", format], { timeout: 10_000 });
    const [name, host] = stdout.trim().split(" ");
    if (name !== "default" && host) process.env.DOCKER_HOST = host;
  } catch {
    // no command line yet, or one without contexts
  }
}

function hasCommandLine(): Promise<boolean> {
  return has("docker");
}

async function has(program: string): Promise<boolean> {
  try {
    await run("/bin/sh", ["-c", `command -v ${program}`]);
    return true;
  } catch {
    return false;
  }
}
