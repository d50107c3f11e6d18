import { readFileSync, writeFileSync } from "node:fs";
import { parse, stringify } from "yaml";
import { merge } from "../sandbox/config";

/** Merges values into a YAML file, object by object; `undefined` takes a key away. */
export function changeYaml(file: string, changes: Record<string, unknown>): void {
  writeFileSync(file, stringify(merge(parse(readFileSync(file, "utf8")) ?? {}, changes)));
}
