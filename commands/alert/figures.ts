import { rareFigures } from "../../components/monitor/rare";

/**
 * Figures that rules ask for and nothing tells. Until all have been looked at twice none can be missing.
 * @param said what the script for it prints: two times, Prometheus' rules, and the names of all figures, the latter as lines of JSON
 */
export function unknownFigures(said: string): string[] {
  const [times = "", ...lines] = said.trim().split("\n");
  const [now = 0, since = 0] = times.split(" ").map(Number);
  const [rules, names] = lines.map((line) => JSON.parse(line).data) as [Rules, string[]];
  if (now - since < 2 * Math.max(...rules.groups.map(({ interval }) => interval))) return [];
  const known = new Set([...names, ...rareFigures]);
  const asked = rules.groups.flatMap((group) => group.rules).flatMap(({ query }) => figuresIn(query));
  return [...new Set(asked)].filter((name) => !known.has(name)).sort();
}

interface Rules {
  readonly groups: readonly {
    /** Seconds. */ readonly interval: number;
    readonly rules: readonly { readonly query: string }[];
  }[];
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
