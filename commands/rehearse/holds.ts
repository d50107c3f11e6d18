/** What an answer says that is yes. */
const yes = ["t", "true", "1"];

/** Why an answer to a question whether data hold is none that does; undefined where it is. */
export function holdsProblem(question: string, answer: string): string | undefined {
  const lines = answer
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
  if (lines.length > 0 && lines.every((line) => yes.includes(line.toLowerCase()))) return undefined;
  const told = lines.length === 0 ? "nothing" : JSON.stringify(lines.slice(0, 3).join(", ").slice(0, 100));
  return `it does not hold: ${question} is answered by ${told}, and not by t, true or 1`;
}
