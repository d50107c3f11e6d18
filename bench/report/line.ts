/** A straight line. */
export interface Line {
  /** What one more costs. */
  readonly each: number;
  /** What there is without any. */
  readonly none: number;
}

/**
 * Fits a line to points by least squares.
 * @returns undefined where there are not two places to draw it through
 */
export function lineThrough(points: readonly (readonly [number, number])[]): Line | undefined {
  const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;
  const [x, y] = [mean(points.map(([at]) => at)), mean(points.map(([, value]) => value))];
  const spread = points.reduce((sum, [at]) => sum + (at - x) ** 2, 0);
  if (!(spread > 0)) return undefined;
  const each = points.reduce((sum, [at, value]) => sum + (at - x) * (value - y), 0) / spread;
  return { each, none: y - each * x };
}
