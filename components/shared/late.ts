/** Stands for a value that is known at deployment only, where arguments are checked before. */
export const late = Symbol("late");

/** @returns the value with what comes late marked, as far as groups and lists go. */
export function markLate(value: unknown): unknown {
  if (hasMark(value, "__pulumiOutput") || value instanceof Promise) return late;
  if (Array.isArray(value)) return value.map(markLate);
  if (!isGroup(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, markLate(one)]));
}

/** Pulumi marks what it makes. Settings are checked by commands too that do without Pulumi. */
export const hasMark = (value: unknown, mark: "__pulumiOutput" | "__pulumiResource"): value is object =>
  typeof value === "object" && value !== null && (value as Record<string, unknown>)[mark] === true;

/** Resources are objects too, and nobody looks into them. */
const isGroup = (value: unknown): value is Record<string, unknown> => {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};
