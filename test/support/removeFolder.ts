import { rmSync } from "node:fs";

/** Removes a folder with all in it, also while a program that was started there writes its last. */
export function removeFolder(folder: string): void {
  for (let left = 100; ; left--)
    try {
      // Its own retries do not look for what has come meanwhile.
      rmSync(folder, { recursive: true, force: true });
      return;
    } catch (error) {
      if (left === 0 || (error as NodeJS.ErrnoException).code !== "ENOTEMPTY") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
    }
}
