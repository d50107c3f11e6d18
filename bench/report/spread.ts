/** The least, the middle and the most of several repeats. */
export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** @throws where there is nothing to sum up. */
export function spreadOf(values: readonly number[]): Spread {
  if (values.length === 0) throw new Error("a spread needs at least one value");
  const sorted = [...values].sort((a, b) => a - b);
  const at = (index: number) => sorted[index] as number;
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? at(middle) : (at(middle - 1) + at(middle)) / 2;
  return { min: at(0), median, max: at(sorted.length - 1) };
}

/** Repeat by repeat: what was measured together is compared with each other. */
export function ratios(above: readonly number[], below: readonly number[]): number[] {
  return above.slice(0, below.length).map((value, at) => value / (below[at] as number));
}

/** `1.2 – 1.3 – 1.7`: min, median, max. */
export function shown({ min, median, max }: Spread, format: (value: number) => string): string {
  return [min, median, max].map(format).join(" – ");
}

/** Three digits are what such a measurement is good for: `28,300`, `1.52`. */
export function digits(value: number): string {
  if (!Number.isFinite(value)) return "?";
  const rounded = value === 0 ? 0 : Number(value.toPrecision(3));
  return rounded.toLocaleString("en-US", { maximumSignificantDigits: 3 });
}
