/** Stands for a value that is known at deployment only, where arguments are checked before. */
export const late = Symbol("what is known at deployment only");

/** Stands for a resource of a type, into which nobody looks. */
export const resourceOf = (type: string): symbol => Symbol.for(`a ${type.split(/[:/]/).at(-1)} (${type})`);

/** @returns the value with marks in place of what comes late and of resources, as far as groups and lists go. */
export function marked(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (has(value, "__pulumiOutput") || value instanceof Promise) return late;
  if (has(value, "__pulumiResource")) return resourceOf((value as { __pulumiType: string }).__pulumiType);
  if (Array.isArray(value)) return value.map(marked);
  if (!isGroup(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, marked(one)]));
}

/** @returns whether an object was written as a group, and is not of a class. */
export function isGroup(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Pulumi marks what it makes. Settings are checked by commands too that do without Pulumi. */
const has = (value: object, mark: string): boolean => (value as Record<string, unknown>)[mark] === true;
