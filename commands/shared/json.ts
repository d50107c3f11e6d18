/** @returns what a text of JSON says; undefined where it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What a command writes for programs. */
export const renderJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
