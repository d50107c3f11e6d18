import { InvalidArgumentError } from "commander";
import { missing } from "../../components/shared/expecting";
import { Failure } from "./failure";

/** An option that can be repeated: `.option("--except <service>", "…", list, [])`. */
export const list = (value: string, before: readonly string[]): readonly string[] => [...before, value];

/** What a whole number has to be. */
export interface Range {
  readonly least: number;
  readonly most: number;
  readonly example: string;
}

/**
 * Reads a whole number.
 * @param name the option or argument as an error names it
 */
export const wholeNumber =
  (name: string, { least, most, example }: Range) =>
  (text: string): number => {
    const number = Number(text);
    if (/^\d{1,15}$/.test(text) && least <= number && number <= most) return number;
    throw new Failure(
      `${name}: ${JSON.stringify(text)} is not a whole number from ${least} to ${most}; example: ${example}`,
    );
  };

/**
 * An option without which a command has nothing to do. Commander's own would be missed before a misspelt one is named.
 * @throws Failure where it is not given.
 */
export function required(value: string | undefined, name: string, expected: string, example: string): string {
  if (value) return value;
  throw new Failure(`${name}: ${missing(expected, `${name} ${example}`)}`);
}

/** Reads a time that is past, as engines take it: how long ago, or a date. */
export function since(text: string): string {
  if (/^(\d+[smh])+$/.test(text) || (/^\d{4}-\d\d-\d\d/.test(text) && !Number.isNaN(Date.parse(text))))
    return text;
  throw new InvalidArgumentError("expected a time in s, m or h, or a date; example: 15m");
}
