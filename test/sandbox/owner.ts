import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { hostname } from "node:os";

/**
 * Who keeps a sandbox, as a label: the machine, the process, and when that process started. A process
 * number alone is given out again after a while.
 */
export function owner(pid = process.pid): string {
  return [hostname(), pid, started(pid) ?? "gone"].join("/");
}

/** A sandbox of another machine on the same engine cannot be asked about; it counts as kept. */
export function isKept(label: string): boolean {
  const [machine, pid, start] = label.split("/");
  if (machine !== hostname()) return true;
  return start !== "gone" && started(Number(pid)) === start;
}

/** When a process started, in words that differ between two processes; nothing where there is none. */
function started(pid: number): string | undefined {
  try {
    if (process.platform === "linux") return startedOnLinux(pid);
    const text = execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" });
    return text.trim().replace(/\W+/g, "-") || undefined;
  } catch {
    return undefined;
  }
}

/** Clock ticks since the machine started, and which start of the machine that was. */
function startedOnLinux(pid: number): string {
  const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").slice(0, 8);
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The program's name stands in brackets and may hold spaces: count from behind it.
  const ticks = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  return `${boot}-${ticks}`;
}
