import type { z } from "zod";

type Schema = z.core.$ZodType;

interface Inside {
  readonly shape?: Record<string, Schema>;
  readonly innerType?: Schema;
  readonly in?: Schema;
  readonly element?: Schema;
  readonly valueType?: Schema;
  readonly options?: readonly Schema[];
  readonly values?: readonly unknown[];
}

const inside = (schema: Schema): Inside => schema._zod.def as unknown as Inside;

/** Names of what may stand in a group: of every alternative that the group may be. */
export function membersOf(schema: Schema, path: readonly PropertyKey[], value: unknown): string[] {
  const [key, ...rest] = path;
  if (key === undefined) return groupsOf(schema, value).flatMap((group) => Object.keys(group));
  const next = (value as Record<PropertyKey, unknown> | undefined)?.[key];
  return [...new Set(below(schema, key, value).flatMap((member) => membersOf(member, rest, next)))];
}

function below(schema: Schema, key: PropertyKey, value: unknown): Schema[] {
  const { element, valueType } = inside(unwrapped(schema));
  if (element) return [element];
  if (valueType) return [valueType];
  return groupsOf(schema, value).flatMap((group) => group[String(key)] ?? []);
}

/** The alternatives that a value may be meant as: by its kind where that tells them apart. */
function groupsOf(schema: Schema, value: unknown): Record<string, Schema>[] {
  const { shape, options = [] } = inside(unwrapped(schema));
  if (shape) return [shape];
  const groups = options.flatMap((option) => groupsOf(option, value));
  const meant = groups.filter((group) => isMeant(group, value));
  return meant.length > 0 ? meant : groups;
}

const isMeant = (group: Record<string, Schema>, value: unknown): boolean =>
  Object.entries(group).some(([name, member]) =>
    inside(member).values?.includes((value as Record<string, unknown> | undefined)?.[name]),
  );

/** Without what fills in defaults or changes the value. */
function unwrapped(schema: Schema): Schema {
  const { innerType, in: input } = inside(schema);
  const next = innerType ?? input;
  return next ? unwrapped(next) : schema;
}
