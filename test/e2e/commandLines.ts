import { readdir, readFile } from "node:fs/promises";
import { pause } from "../support/wait";

/** Every command line that a process of this machine had while `work` ran; none where there is no /proc. */
export async function commandLinesDuring(work: () => Promise<unknown>): Promise<string[]> {
  const seen = new Set<string>();
  let over = false;
  const watching = (async () => {
    while (!over) {
      for (const line of await commandLines()) seen.add(line);
      await pause(0.02);
    }
  })();
  try {
    await work();
  } finally {
    over = true;
    await watching;
  }
  return [...seen];
}

async function commandLines(): Promise<string[]> {
  const names = await readdir("/proc").catch(() => []);
  const read = (pid: string) => readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
  return Promise.all(names.filter((name) => /^\d+$/.test(name)).map(read));
}
