import { closest, distance } from "fastest-levenshtein";

/** How many letters a misspelt name may have wrong. */
const wrongLetters = 3;

/**
 * What somebody may have meant who typed a name that is not there, and all that is.
 * @param beside what may be meant too, and is all of some of them
 */
export function nearestOf(name: string, names: readonly string[], beside: readonly string[] = []): string {
  const nearest = closest(name, [...names, ...beside]);
  const meant = distance(name, nearest) <= wrongLetters ? `did you mean ${nearest}? ` : "";
  return `${meant}there ${names.length === 1 ? "is" : "are"}: ${names.join(", ")}`;
}
