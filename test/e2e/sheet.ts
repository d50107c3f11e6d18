/** The lines of a sheet that a person types; what a line ends with stands in its place: `SET`. */
export function linesOf(sheet: string): string[] {
  const typed = sheet.slice(sheet.indexOf("TYPE THIS"), sheet.indexOf("WITHOUT HOMEPORT"));
  return typed
    .replaceAll(/\\\n\s*/g, "")
    .split("\n")
    .map((line) => /^\s+(?:\d\. |\[ \] )?(npx \w+ [^(]*)/.exec(line)?.[1]?.trim() ?? "")
    .filter((line) => line !== "");
}
