import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectFolder } from "./stackFiles";

/** What a rule reads of `alerts.json`, which `homeport alert --json` writes. */
export interface Alerts {
  readonly stack: string;
  readonly at: string;
  readonly isQuiet: boolean;
  readonly alerts: readonly { readonly weight: string; readonly what: string }[];
  readonly unknown: readonly string[];
}

/** Reads it where the project is; undefined where there is none, or it is none. */
export function readAlerts(project: string, file: string, starts?: readonly string[]): Alerts | undefined {
  const folder = projectFolder(project, starts);
  if (folder === undefined) return undefined;
  try {
    const read = JSON.parse(readFileSync(join(folder, file), "utf8")) as Partial<Alerts>;
    const { stack, at, isQuiet, alerts, unknown } = read;
    return typeof stack === "string" &&
      typeof isQuiet === "boolean" &&
      !Number.isNaN(Date.parse(at ?? "")) &&
      Array.isArray(alerts) &&
      Array.isArray(unknown)
      ? (read as Alerts)
      : undefined;
  } catch {
    return undefined;
  }
}
