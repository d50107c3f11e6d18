import type { z } from "zod";

type Schema = z.core.$ZodType;
export type Path = readonly (string | number)[];

interface Inside {
  readonly type: string;
  readonly shape?: Record<string, Schema>;
  readonly innerType?: Schema;
  readonly in?: Schema;
  readonly element?: Schema;
  readonly valueType?: Schema;
  readonly discriminator?: string;
  readonly options?: readonly Schema[];
  readonly values?: readonly unknown[];
}

const inside = (schema: Schema): Inside => schema._zod.def as unknown as Inside;

/** A place in a schema, and a value in which all that tells kinds apart leads there. */
export interface Place {
  readonly path: Path;
  /** Names of what may stand there, where it is a group. */
  readonly members?: readonly string[];
  /** Puts something at this place. */
  readonly around: (value: unknown) => unknown;
}

/** Every place of a schema, below lists and every kind of group too. */
export function placesOf(
  schema: Schema,
  path: Path = [],
  around: Place["around"] = (value) => value,
): Place[] {
  const { innerType, in: input, shape, element, valueType, options } = inside(schema);
  const next = innerType ?? input;
  if (next) return placesOf(next, path, around);
  const own = { path, around };
  if (element) return [own, ...placesOf(element, [...path, 0], (value) => around([value]))];
  if (valueType) return [own, ...placesOf(valueType, [...path, "NAME"], (value) => around({ NAME: value }))];
  if (options)
    return [
      own,
      ...options.filter((one) => isGroup(one)).flatMap((one) => placesOf(one, path, around).slice(0)),
    ];
  if (!shape) return [own];
  const kind = Object.fromEntries(
    Object.entries(shape).flatMap(([name, member]) => {
      const [literal] = inside(member).values ?? [];
      return literal === undefined ? [] : [[name, literal]];
    }),
  );
  return [
    {
      ...own,
      members: Object.keys(shape),
      around: (value) => around(isKind(value) ? { ...kind, ...value } : value),
    },
    ...Object.entries(shape)
      .filter(([name]) => !(name in kind))
      .flatMap(([name, member]) =>
        placesOf(member, [...path, name], (value) => around({ ...kind, [name]: value })),
      ),
  ];
}

const isGroup = (schema: Schema): boolean => {
  const { shape, innerType, in: input, options } = inside(schema);
  return (
    Boolean(shape ?? options) || Boolean((innerType ?? input) && isGroup((innerType ?? input) as Schema))
  );
};

const isKind = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);
