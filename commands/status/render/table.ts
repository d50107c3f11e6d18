import Table from "cli-table3";

/** Columns beside each other, without lines between them. */
export interface Columns {
  /** @default none is shown */
  readonly head?: readonly string[];
  /** Cells with one or more lines. */
  readonly rows: readonly (readonly string[])[];
  /** Lines below each row, which are what they are: to be typed. @default none */
  readonly below?: readonly (readonly string[])[];
  /** Characters that the whole may take. */
  readonly width: number;
  /** Columns that give way where that is too little, the first one first, and how narrow they may get. */
  readonly giving: readonly { readonly column: number; readonly least: number }[];
  /** Whether what gives way goes on in the next line. @default it is cut off */
  readonly wraps?: boolean;
}

const gap = 2;
const none = ["top", "bottom", "left", "right", "mid"].flatMap((one) => [
  one,
  ...(one === "left" || one === "right" ? [`${one}-mid`] : one === "mid" ? ["mid-mid"] : []),
  ...(one === "top" || one === "bottom" ? [`${one}-mid`, `${one}-left`, `${one}-right`] : []),
]);

/** Renders columns as wide as what is in them. */
export function renderColumns({ head, rows, below = [], width, giving, wraps = false }: Columns): string {
  if (rows.length === 0) return "";
  const all = head ? [head, ...rows] : rows;
  const widths = fitted(all, width, giving);
  return all
    .flatMap((row, at) => [
      ...renderRow(row, widths, wraps).split("\n"),
      ...(below[head ? at - 1 : at] ?? []),
    ])
    .map((line) => `${line.trimEnd()}\n`)
    .join("");
}

function renderRow(row: readonly string[], widths: readonly number[], wraps: boolean): string {
  const table = new Table({
    chars: { ...Object.fromEntries(none.map((one) => [one, ""])), middle: "" },
    style: { "padding-left": 0, "padding-right": gap, head: [], border: [], compact: true },
    colWidths: widths.map((one) => one + gap),
    wordWrap: wraps,
    wrapOnWordBoundary: true,
  });
  table.push([...row]);
  return table.toString();
}

/** How wide rows are where no column gives way. */
export const naturalWidth = (rows: readonly (readonly string[])[]): number =>
  widthsOf(rows).reduce((sum, one) => sum + one + gap, -gap);

const widthsOf = (rows: readonly (readonly string[])[]): number[] =>
  (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => widest(row[at] ?? ""))));

function fitted(
  rows: readonly (readonly string[])[],
  width: number,
  giving: Columns["giving"],
): readonly number[] {
  const widths = widthsOf(rows);
  let over = naturalWidth(rows) - width;
  for (const { column, least } of giving) {
    const before = widths[column] ?? 0;
    const after = Math.max(Math.min(before, least), before - Math.max(over, 0));
    widths[column] = after;
    over -= before - after;
  }
  return widths;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: colours are made of it.
const colours = /\u001b\[\d+m/g;

const widest = (cell: string): number =>
  Math.max(...cell.split("\n").map((line) => line.replace(colours, "").length));
