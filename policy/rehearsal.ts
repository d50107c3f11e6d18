import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectFolder } from "./stackFiles";

/** What a rule reads of `rehearsal.json`, which `homeport rehearse` writes. */
export interface Rehearsed {
  readonly from: string;
  readonly at: string;
  readonly ok: boolean;
}

/** Reads it where the project is; undefined where there is none, or it is none. */
export function readRehearsal(
  project: string,
  file: string,
  starts?: readonly string[],
): Rehearsed | undefined {
  const folder = projectFolder(project, starts);
  if (folder === undefined) return undefined;
  try {
    const { from, at, ok } = JSON.parse(readFileSync(join(folder, file), "utf8")) as Partial<Rehearsed>;
    return typeof from === "string" && typeof ok === "boolean" && !Number.isNaN(Date.parse(at ?? ""))
      ? { from, at: at as string, ok }
      : undefined;
  } catch {
    return undefined;
  }
}
