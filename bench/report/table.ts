import { digits, type Spread, shown } from "./spread";

/** A Markdown table; every column but the first is aligned to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const rule = head.map((_, at) => (at === 0 ? "---" : "---:"));
  return [head, rule, ...rows].map((cells) => `| ${cells.map(escaped).join(" | ")} |`).join("\n");
}

const escaped = (cell: string): string => cell.replaceAll("|", "\\|").replaceAll("\n", " ");

/** A target and what came of it. */
export interface Target {
  readonly what: string;
  readonly atLeast?: number;
  readonly atMost?: number;
  /** @default none */
  readonly unit?: string;
  /** @default the median */
  readonly decides?: "median" | "max";
  /** Nothing where it was not measured. */
  readonly found?: Spread;
}

export function verdict({
  atLeast,
  atMost,
  decides = "median",
  found,
}: Target): "reached" | "missed" | "not measured" {
  if (!found) return "not measured";
  const good = found[decides] >= (atLeast ?? -Infinity) && found[decides] <= (atMost ?? Infinity);
  return good ? "reached" : "missed";
}

export function targetTable(targets: readonly Target[]): string {
  const rows = targets.map((target) => {
    const { what, atLeast, atMost, unit = "", found } = target;
    const bound = atLeast === undefined ? `≤ ${atMost}${unit}` : `≥ ${atLeast}${unit}`;
    return [what, bound, found ? `${shown(found, digits)}${unit}` : "–", verdict(target)];
  });
  return table(["To reach", "target", "min – median – max", ""], rows);
}
