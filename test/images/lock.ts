/** One build at a time, also when two programs ask for it: apt and the contexts are shared. */
import { readFile, rm, writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

export async function withLock<T>(
  file: string,
  report: (line: string) => void,
  action: () => Promise<T>,
): Promise<T> {
  await lock(file, () => report(`waiting for the build of the test images that holds ${file} …`));
  try {
    return await action();
  } finally {
    await unlock(file);
  }
}

/** Waits until nobody else holds it; whoever was killed holds nothing. */
export async function lock(file: string, onWait: () => void): Promise<void> {
  for (let told = false; !(await taken(file)); told = true) {
    if (!told) onWait();
    await sleep(500);
  }
}

export const unlock = (file: string): Promise<void> => rm(file, { force: true });

async function taken(file: string): Promise<boolean> {
  try {
    await writeFile(file, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") {
      throw error;
    }
  }
  const holder = Number(await readFile(file, "utf8").catch(() => process.pid));
  if (!isRunning(holder)) {
    await rm(file, { force: true }); // Left by a build that was killed.
  }
  return false;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
