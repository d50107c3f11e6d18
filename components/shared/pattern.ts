/** @returns whether a name is the pattern's, or begins as a pattern does that ends with a star. */
export const matches = (pattern: string, name: string): boolean =>
  pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : name === pattern;

/** @returns whether a name is among those that patterns stand for. */
export const isAmong = (patterns: readonly string[], name: string): boolean =>
  patterns.some((pattern) => matches(pattern, name));
