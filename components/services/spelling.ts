/**
 * Ways to write a path, as regular expressions that Go and JavaScript read alike. The router sees a percent sign as it
 * is, or as a zero where a farm keeps it from being changed.
 */

const percent = "[%\\x00]";
/** An encoded character, however often its percent sign has been encoded again. */
const encoded = (...codes: readonly string[]): string => `${percent}(?:25)*(?:${codes.join("|")})`;

const slash = `(?:[/\\\\]|${encoded("2f", "5c")})`;
const dot = `(?:\\.|${encoded("2e")})`;
const semicolon = `(?:;|${encoded("3b")})`;
/** A zero that begins no encoded character is one that a visitor has sent. */
const zero = "\\x00(?:$|[^0-9a-f]|[0-9a-f](?:$|[^0-9a-f]))";
/** What ends a segment for one application or another. */
const end = `(?:$|${slash}|${semicolon}|${encoded("00", "23", "3f")}|${zero})`;
/** What some applications take for no part of a segment. */
const parameters = `(?:${semicolon}[^/]*)?`;

const character = (one: string): string => {
  const codes = [one.toLowerCase(), one.toUpperCase()].map((each) => each.charCodeAt(0).toString(16));
  return `(?:${literal(one)}|${encoded(...new Set(codes))})`;
};

/** The segments of a prefix in any spelling, with something between them. */
const spelled = (prefix: string, between: string): string =>
  prefix
    .slice(1)
    .split("/")
    .map((segment) => [...segment].map(character).join(""))
    .join(between);

/** A text that is meant to the letter. */
const literal = (text: string): string => text.replaceAll(".", "\\.");

/** What goes up by a segment, somewhere in a path. Letter case does not matter, here and in the next three. */
export const goesUp = `${slash}${dot}${dot}${end}`;

/** A percent sign before digits that are encoded themselves: what it stands for shows when it has been decoded twice. */
export const encodedDigits = `${percent}(?:25)+[0-9a-f]?${encoded("3[0-9]", "[46][1-6]")}`;

/** A prefix and what is below it in any spelling, where nothing goes up. */
export function inOtherWords(prefix: string): string {
  const nothing = `(?:${dot}?${parameters}${slash})*`;
  return `^${slash}${nothing}${spelled(prefix, `${parameters}${slash}${nothing}`)}${end}`;
}

/** The segments of a prefix in their order, in any spelling, with anything between them. */
export const named = (prefix: string): string =>
  `${slash}${spelled(prefix, `(?:${semicolon}.*)?${slash}(?:.*${slash})?`)}${end}`;

/** A path below a prefix that goes up, and not out of it, as far as that can be told without doubt. */
export function staysBelow(prefix: string): string {
  const down = "/[^/\\\\%;.\\x00][^/\\\\%;\\x00]*";
  const nothing = "/\\.?";
  const downAndUp = `${down}(?:${nothing}|${down}(?:${nothing})*/\\.\\.)*/\\.\\.`;
  return `^${literal(prefix)}(?:${nothing}|${downAndUp}|${down})*$`;
}

/** All encoded characters but zero, hash, percent sign, dot, slash, semicolon, question mark and backslash. */
const harmless = "0[1-9a-fA-F]|[146-9a-fA-F][0-9a-fA-F]|2[0-246-9a-dA-D]|3[0-9ac-eAC-E]|5[0-9abd-fABD-F]";

/** A prefix and paths below it that no application reads in another way. */
export function plainBelow(prefix: string): string {
  const plain = `[^/\\\\%;.\\x00]|${percent}(?:${harmless})`;
  return `^${literal(prefix)}(?:/(?:${plain})(?:${plain}|\\.)*)*/?$`;
}
