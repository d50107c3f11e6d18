import { closest, distance } from "fastest-levenshtein";

/** How many letters a misspelt name may have wrong. */
const wrongLetters = 3;

/** What somebody may have meant who typed a name that is not there, and all that is. */
export function nearestOf(name: string, names: readonly string[]): string {
  const nearest = closest(name, names);
  const meant = distance(name, nearest) <= wrongLetters ? `did you mean ${nearest}? ` : "";
  return `${meant}there ${names.length === 1 ? "is" : "are"}: ${names.join(", ")}`;
}
