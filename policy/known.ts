import { UnknownValueError } from "@pulumi/policy";

/** Stands for a value that nobody knows before the deployment. No rule objects to it: `pulumi up` asks again. */
export const notYet = Symbol("known after the deployment");

/** A value, or that it is not known yet. */
export type Known<T> = T | typeof notYet;

/** A plain copy of what Pulumi hands to policies, whose unknown values throw wherever they are touched. */
export function known(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const keys = Object.keys(value);
  const values = keys.map((key) => read(value as Record<string, unknown>, key));
  return Array.isArray(value) ? values : Object.fromEntries(keys.map((key, at) => [key, values[at]]));
}

function read(holder: Record<string, unknown>, key: string): unknown {
  try {
    return known(holder[key]);
  } catch (error) {
    if (error instanceof UnknownValueError) return notYet;
    throw error;
  }
}
