import { createHash } from "node:crypto";

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** @returns a short fingerprint by which a running proxy can be asked whether it has taken a configuration. */
export const revisionOf = (text: string): string => sha256(text).slice(0, 12);

/** @returns a fingerprint that no two texts share. */
export const fingerprintOf = (text: string): string => sha256(text).slice(0, 32);
