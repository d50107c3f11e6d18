/** @returns a value as an error shows it. */
export const shown = (value: unknown): string => (value === undefined ? "nothing" : JSON.stringify(value));

/** A check whose message says what was found, what is expected, and one example. */
export const expecting = (expected: string, example: string) => ({
  error: ({ input }: { input?: unknown }) => `${shown(input)} is not ${expected}; example: ${example}`,
});
