import { closest } from "fastest-levenshtein";
import type { z } from "zod";
import { type Found, shown } from "./expecting";
import { marked } from "./marks";
import { membersOf } from "./members";

/** Something that is wrong: where, and what was found and is expected there. */
export interface Problem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** What the members of a group are called. */
export type Members = "argument" | "setting";

/** @returns what is wrong with a value, each problem with its path. */
export function problemsOf(
  schema: z.ZodType,
  value: unknown,
  at: readonly string[] = [],
  members: Members = "argument",
): Problem[] {
  const given = marked(value);
  const { error } = schema.safeParse(given, { error: anyType });
  return (error?.issues ?? []).flatMap(meant).flatMap((issue) => {
    if (issue.code !== "unrecognized_keys") return [{ path: [...at, ...issue.path], message: issue.message }];
    const known = membersOf(schema, issue.path, given);
    return issue.keys.map((key) => ({
      path: [...at, ...issue.path, key],
      message: unknown(members, key, known, [...at, ...issue.path]),
    }));
  });
}

/** Of a value that may be one thing or another, what is wrong with the one that it is meant as. */
function meant(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== "invalid_union" || issue.errors.length === 0) return [issue];
  const [one, ...others] = issue.errors.filter((wrong) => wrong.every(isInside));
  if (!one || others.length > 0) return [issue];
  return one.map((each) => ({ ...each, path: [...issue.path, ...each.path] }));
}

const isInside = ({ path, code }: z.core.$ZodIssue): boolean =>
  path.length > 0 || code === "unrecognized_keys";

function unknown(members: Members, key: string, known: string[], at: readonly PropertyKey[]): string {
  const near = known.length > 0 ? `; the nearest is ${[...at, closest(key, known)].join(".")}` : "";
  return `there is no such ${members}${near}`;
}

/** What is said where a schema has no words of its own. */
const anyType = ({ input, expected }: Found): string =>
  input === undefined ? "it is missing" : `${shown(input)} is not ${expected ?? "usable"}`;

/** A schema for each field of an interface, and for nothing else: a new field cannot be forgotten. */
export type Fields<T> = { readonly [name in keyof Required<T>]: z.ZodType };

/** Arguments that have been seen to be sound for a further look. */
export const soundFor = (problems: readonly Problem[], ...fields: readonly string[]): boolean =>
  !problems.some(({ path }) => path.length === 0 || fields.includes(String(path[0])));
