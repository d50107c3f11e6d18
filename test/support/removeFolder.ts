import { rmSync } from "node:fs";

/** Removes a folder with all in it, also while a program that was started there writes its last. */
export const removeFolder = (folder: string): void =>
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
