import { createHash } from "node:crypto";

/** @returns a short fingerprint by which a running proxy can be asked whether it has taken a configuration. */
export const revisionOf = (text: string): string =>
  createHash("sha256").update(text).digest("hex").slice(0, 12);
