import { join } from "node:path";
import { Failure } from "../../shared/failure";
import { parseDotEnv } from "../env/dotEnv";
import { interpolate, NotInterpolated } from "../env/interpolate";
import { isTelling, looksSecret } from "../env/names";
import { type Spot, shownSpot } from "../notes";
import { mapTexts, type Tree } from "../read/tree";
import type { Reading } from "./project";

/** A variable's value, and where it is set. @default of the shell */
export interface Variable {
  readonly value: string;
  readonly at?: Spot;
}

export type Variables = ReadonlyMap<string, Variable>;

/** What a project's files find: what the shell has goes before `.env`, or the files that were named in its place. */
export function readVariables(
  { files, variables }: Reading,
  folder: string,
  named: readonly string[] | undefined,
): Variables {
  const found = new Map<string, Variable>();
  const paths = named ?? [join(folder, ".env")].filter((path) => files.kind(path) === "file");
  const outside = (name: string) => variables[name] ?? found.get(name)?.value;
  for (const path of paths) {
    const shown = files.shown(path);
    for (const { name, value, line } of parseDotEnv(files.read(path), shown, outside))
      found.set(name, { value, at: { file: shown, line } });
  }
  for (const [name, value] of Object.entries(variables)) if (value !== undefined) found.set(name, { value });
  return found;
}

/**
 * Puts variables in everywhere. What has a secret's name becomes a setting, whatever its value; what is set nowhere as
 * well, as only a person knows whether it was to be empty.
 */
export function putIn(tree: Tree, variables: Variables, { settings }: Reading): Tree {
  return mapTexts(tree, (text, at) => {
    if (!text.includes("$")) return text;
    try {
      return interpolate(text, {
        value: (name) => variables.get(name)?.value,
        found: (name, value) =>
          looksSecret(name) && isTelling(value)
            ? settings.secret(name, value, variables.get(name)?.at ?? at)
            : value,
        unset: (name, told) => {
          const why = told ? `the file says of it: ${told}` : "Compose takes it as empty";
          const what = `the variable ${name} is set nowhere; ${why}`;
          return looksSecret(name)
            ? settings.secret(name, undefined, at, { what })
            : settings.plain(name, at, { what });
        },
      });
    } catch (error) {
      if (error instanceof NotInterpolated) throw new Failure(`${shownSpot(at)}: ${error.message}`);
      throw error;
    }
  });
}
