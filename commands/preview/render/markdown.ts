/** How much of a name is shown: none that a person has chosen is longer. */
const longest = 100;

/** Invisible characters: they break lines, or show a text in another order than it has. */
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** @returns a text on one line, and not too much of it. */
export function oneLine(text: string): string {
  const line = text.replace(invisible, "\u{fffd}");
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}

/**
 * A name as code: Markdown, HTML, references and commands of the forge in it stay what they are, characters.
 * A bar would end a table's cell, and forges differ in how it is escaped.
 */
export function code(text: string): string {
  const line = oneLine(text).replaceAll("|", "¦");
  if (line === "") return "` `";
  const fence = "`".repeat(longestRun(line) + 1);
  const space = /^[` ]|[` ]$/.test(line) ? " " : "";
  return `${fence}${space}${line}${space}${fence}`;
}

/** Lines as a block of code. None of them ends it: each begins with a sign. */
export const block = (language: string, lines: readonly string[]): string =>
  [`\`\`\`${language}`, ...lines, "```"].join("\n");

const longestRun = (text: string): number =>
  Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));

/** A table whose cells are Markdown already. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

/** Words as a sentence lists them. */
export function list(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} and ${last}`;
}
