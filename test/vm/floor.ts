import { describe } from "vitest";
import { obstacle } from "./obstacle";

const reason = obstacle();

/** Tests with real VMs: skipped, with the reason in the title, where there can be none. */
export function vm(title: string, define: () => void): void {
  if (reason) describe.runIf(false)(`${title} (skipped: ${reason})`, define);
  else describe(title, define);
}
