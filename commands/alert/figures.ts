import { rareFigures } from "../../components/monitor/rare";

/** @param said what the script for it prints: Prometheus' rules, and the names of all figures, each as a line of JSON */
export function unknownFigures(said: string): string[] {
  const [rules, names] = said
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line).data) as [Rules, string[]];
  const known = new Set([...names, ...rareFigures]);
  const asked = rules.groups.flatMap((group) => group.rules).flatMap(({ query }) => figuresIn(query));
  return [...new Set(asked)].filter((name) => !known.has(name)).sort();
}

interface Rules {
  readonly groups: readonly { readonly rules: readonly { readonly query: string }[] }[];
}

const words = new Set(["and", "or", "unless", "bool", "offset", "inf", "nan"]);

/** The figures that an expression in Prometheus' language asks for. */
export const figuresIn = (expr: string): string[] =>
  (
    expr
      .replace(/"(?:[^"\\]|\\.)*"/g, "")
      .replace(/\{[^}]*\}|\[[^\]]*\]/g, " ")
      .replace(/\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g, " ")
      .match(/\b[a-zA-Z_][\w:]*\b(?!\s*\()/g) ?? []
  ).filter((name) => !words.has(name));
