import { describe } from "vitest";
import { findEngine } from "./engine";

const engine = findEngine();

/** Tests with the real engine: skipped, with the reason in the title, where it is not found. */
export function e2e(title: string, define: () => void): void {
  if ("missing" in engine) describe.runIf(false)(`${title} (skipped: ${engine.missing})`, define);
  else describe(title, define);
}
