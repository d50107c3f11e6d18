import { readdir, readFile } from "node:fs/promises";

/** The command lines of every process on this machine that has one to show; none where there is no /proc. */
export async function commandLines(): Promise<string[]> {
  const pids = (await readdir("/proc").catch(() => [])).filter((name) => /^\d+$/.test(name));
  return Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")));
}
