import { count } from "../shared/count";
/** Rows by table. */
export type Counts = Readonly<Record<string, number>>;

/** Reads what an engine's shell counts: a line `table<TAB>rows` each. */
export const parseCounts = (text: string): Counts =>
  Object.fromEntries(
    text
      .split("\n")
      .filter(Boolean)
      .map((line) => line.split("\t"))
      .map(([table = "", rows]) => [table, Number(rows)]),
  );

/** How far a table's rows may be outside of what was counted, as a part of them: rows come and go while a dump is made. */
const usualLeeway = 0.01;

/** A database counted just before and just after its dump. */
export interface Counted {
  readonly before: Counts;
  readonly after: Counts;
}

/**
 * What is wrong with a database by its rows, or undefined. It was counted just before and just after its dump, and each table
 * has as many rows as there were meanwhile.
 */
export function countsProblem(
  restored: Counts,
  { before, after }: Counted,
  leeway: number = usualLeeway,
): string | undefined {
  for (const table of [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()) {
    const counted = [before[table] ?? 0, after[table] ?? 0];
    const [least, most] = [Math.min(...counted), Math.max(...counted)];
    const rows = restored[table];
    const told = `${table} had ${least === most ? least : `${least} to ${most}`} ${most === 1 ? "row" : "rows"} when it was dumped`;
    if (rows === undefined) {
      if (table in before && table in after) return `${told}, and is not there now`;
      continue;
    }
    const spare = Math.ceil(most * leeway);
    if (rows < least - spare || rows > most + spare || (rows === 0 && least > 0))
      return `${told}, and has ${rows} now`;
  }
  return undefined;
}

/** How many rows there are, and in how many tables, in words. */
export const rowsOf = (counts: Counts): string =>
  `${count(rowsIn(counts), "row")} in ${count(Object.keys(counts).length, "table")}`;

export const rowsIn = (counts: Counts): number => Object.values(counts).reduce((all, rows) => all + rows, 0);
