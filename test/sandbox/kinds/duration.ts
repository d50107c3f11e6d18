const nanoseconds: Record<string, number> = { h: 3.6e12, m: 6e10, s: 1e9, ms: 1e6, us: 1e3, ns: 1 };

/** A duration as Go writes it ("1m30s", "500ms") in nanoseconds, the engine's unit. */
export function duration(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(h|ms|us|ns|m|s)/g)];
  if (parts.map(([part]) => part).join("") !== text || parts.length === 0) {
    if (text === "0") return 0;
    throw new Error(`"${text}" is not a duration; example: 1m30s`);
  }
  return parts.reduce((sum, [, number, unit]) => sum + Number(number) * (nanoseconds[unit ?? ""] ?? 0), 0);
}
