import { isMap, type Node, parseDocument } from "yaml";
import type { GuardRailsFile } from "../shared/guardRails";

type Rules = Readonly<Record<string, string | { readonly images?: readonly string[] }>>;

const name = "proven-images";

/**
 * The text of guard rails with more images that have run; the others stay, as production may go back to one. All else keeps the
 * form that a person gave it.
 * @param file what has been read and found to be in order
 */
export function withProven({ text }: GuardRailsFile, images: readonly string[]): string {
  const rules = JSON.parse(text) as Rules;
  const said = rules[name];
  const before = typeof said === "object" ? (said.images ?? []) : [];
  const all = [...new Set([...before, ...images])].sort();
  if (all.length === before.length) return text;
  // JSON is YAML, whose reader tells where each value stands.
  const { contents: root } = parseDocument(text);
  const rule = isMap(root) ? (root.get(name, true) as Node | undefined) : undefined;
  if (rule === undefined) return withMember(text, root as Node, name, { images: all });
  if (!isMap(rule)) return withValue(text, rule, { enforcementLevel: said, images: all });
  const list = rule.get("images", true) as Node | undefined;
  return list ? withValue(text, list, all) : withMember(text, rule, "images", all);
}

/** Puts another value in the place of one. */
function withValue(text: string, { range }: Node, value: unknown): string {
  const [start = 0, end = 0] = range ?? [];
  return `${text.slice(0, start)}${written(value, indentAt(text, start))}${text.slice(end)}`;
}

/** Puts one more member at the end of a group. */
function withMember(text: string, { range }: Node, key: string, value: unknown): string {
  const [start = 0, end = 0] = range ?? [];
  const indent = indentAt(text, start);
  const head = text.slice(0, end - 1).trimEnd();
  const comma = head.endsWith("{") ? "" : ",";
  const member = `${indent}  ${JSON.stringify(key)}: ${written(value, `${indent}  `)}`;
  return `${head}${comma}\n${member}\n${indent}${text.slice(end - 1)}`;
}

/** What the line begins with on which something stands. */
const indentAt = (text: string, at: number): string =>
  /^[ \t]*/.exec(text.slice(text.lastIndexOf("\n", at - 1) + 1))?.[0] ?? "";

const written = (value: unknown, indent: string): string =>
  JSON.stringify(value, undefined, 2).replaceAll("\n", `\n${indent}`);
