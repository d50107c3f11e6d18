import { isDeepStrictEqual } from "node:util";
import { parseDocument } from "yaml";

type Settings = Readonly<Record<string, unknown>>;

/**
 * Puts settings into a stack's file. What else stands there, secrets and their salt among it, stays.
 * @param text the file as it is; empty where there is none
 * @param defaults what holds without the file: that is written only over something else
 */
export function withSettings(text: string, project: string, settings: Settings, defaults: Settings): string {
  const document = parseDocument(text);
  for (const [key, value] of Object.entries(settings)) {
    const path = ["config", `${project}:${key}`];
    if (document.hasIn(path) || !isDeepStrictEqual(value, defaults[key]))
      document.setIn(path, document.createNode(value));
  }
  return document.toString();
}
