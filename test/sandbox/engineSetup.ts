import { execFile, spawn } from "node:child_process";
import { existsSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

import { installPackages } from "../support/apt";

const run = promisify(execFile);

/** Where a `dockerd` that runs without systemd writes what it says. */
const logFile = "/var/log/homeport-dockerd.log";
const secondsToStart = 60;

type Report = (text: string) => void;

/** Installs the distribution's engine and, where that is a package of its own, the command line. */
export async function installEngine(report: Report, hasCommandLine: () => Promise<boolean>): Promise<void> {
  report("installing the distribution's Docker engine (apt-get install docker.io)");
  await installPackages(["docker.io"]);
  // Debian 13 keeps the command line in a package of its own.
  if (!(await hasCommandLine())) await installPackages(["docker-cli"]);
}

/** Starts the installed engine and waits until it answers. */
export async function startEngine(report: Report, answers: () => Promise<boolean>): Promise<void> {
  if (existsSync("/run/systemd/system")) {
    report("starting the Docker engine (systemctl start docker)");
    await run("systemctl", ["start", "docker"]);
    return until(answers, async () => (await run("journalctl", ["-u", "docker", "-n", "30"])).stdout);
  }
  report(`starting the Docker engine (dockerd; it writes to ${logFile})`);
  await mountControlGroups();
  allowWatching();
  const ended = startDaemon("dockerd", [], logFile);
  await until(answers, async () => tail(readFileSync(logFile, "utf8")), ended);
}

/** Starts a program that outlives this one, with its words in a file; aborts when it ends. */
export function startDaemon(program: string, words: string[], log: string): AbortSignal {
  const ended = new AbortController();
  const file = openSync(log, "w");
  const daemon = spawn(program, words, { detached: true, stdio: ["ignore", file, file] });
  daemon.once("exit", () => ended.abort());
  daemon.once("error", () => ended.abort());
  daemon.unref();
  return ended.signal;
}

/** A machine without an init system may have no control groups, and no engine runs without them. */
async function mountControlGroups(): Promise<void> {
  if (/\scgroup2?\s/.test(readFileSync("/proc/mounts", "utf8"))) return;
  if (existsSync("/usr/bin/cgroupfs-mount")) await run("/usr/bin/cgroupfs-mount");
  else await run("mount", ["-t", "cgroup2", "cgroup2", "/sys/fs/cgroup"]);
}

/** Each router watches its files; all tests of a machine share what it allows, which is 128 of them. */
function allowWatching(): void {
  const allowed = "/proc/sys/fs/inotify/max_user_instances";
  if (Number(readFileSync(allowed, "utf8")) < 1_024) writeFileSync(allowed, "1024");
}

/** Asks until it answers; an engine that gave up is not waited for. */
export async function until(
  answers: () => Promise<boolean>,
  log: () => Promise<string>,
  ended?: AbortSignal,
  seconds = secondsToStart,
): Promise<void> {
  const deadline = Date.now() + seconds * 1_000;
  while (!(await answers())) {
    if (ended?.aborted || Date.now() > deadline) {
      const what = ended?.aborted ? "ended at once" : `did not answer within ${seconds} s`;
      throw new Error(`the Docker engine ${what}; its last words:\n${await log().catch(() => "none")}`);
    }
    await sleep(300);
  }
}

function tail(text: string, lines = 30): string {
  return text.trim().split("\n").slice(-lines).join("\n");
}
