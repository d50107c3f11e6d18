/** The lines of a plan that a person types in one of its parts, each block for itself. */
export function linesOf(plan: string, part: string): string[] {
  const [, text = ""] = plan.split(`\n## ${part}`);
  const [own = ""] = text.split("\n## ");
  const found = [...own.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, lines = ""]) => lines);
  if (found.length === 0) throw new Error(`the plan has nothing to type in "${part}":\n${plan}`);
  return found;
}

/** What it says to write into a file. */
export function writtenInto(plan: string, file: string): string {
  const [, text] = plan.split(`\`${file}\`:\n\n\`\`\`yaml\n`);
  if (text === undefined) throw new Error(`the plan writes nothing into ${file}:\n${plan}`);
  return text.split("```")[0] ?? "";
}
