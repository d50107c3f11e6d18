/** Which test images are built, in which order, and about how long that takes. */
import { base, formerRecipes, furtherRecipes, type Recipe, recipes, signInRecipes } from "./recipes";

/** What the first program waits for: package lists, and the Go compiler where the machine has none. Seconds, as below. */
const beforehand = 35;

/** About how long an image takes on two processors that do nothing else, in seconds; what is not named is quick. */
const takes: Readonly<Record<string, number>> = {
  traefik: 150,
  lego: 15,
  wordpress: 30,
  git: 25,
  machine: 20,
};
const quick = 8;

/** About how long one image takes, in seconds. */
export const secondsFor = ({ name }: Recipe): number => takes[name] ?? quick;

/** The recipes of some tags; where none are named, of all that every floor has. What others start from comes first. */
export function recipesOf(tags?: readonly string[]): Recipe[] {
  const chosen = tags
    ? [...recipes, ...furtherRecipes, ...signInRecipes, ...formerRecipes].filter(({ tag }) =>
        tags.includes(tag),
      )
    : [...recipes];
  return chosen.some((recipe) => recipe.base) ? [base, ...chosen] : chosen;
}

/** Compiling keeps every processor busy and goes one by one, the longest first; all other images are built beside it. */
export function inOrder(wanted: readonly Recipe[]): { compiled: Recipe[]; packaged: Recipe[] } {
  const longestFirst = (some: Recipe[]) => some.sort((a, b) => secondsFor(b) - secondsFor(a));
  const others = wanted.filter((recipe) => !recipe.program && recipe !== base);
  return {
    compiled: longestFirst(wanted.filter((recipe) => recipe.program)),
    packaged: [...wanted.filter((recipe) => recipe === base), ...longestFirst(others)],
  };
}

/** What is built and about how long that takes, in one line. */
export function announcement(wanted: readonly Recipe[]): string {
  const { compiled, packaged } = inOrder(wanted);
  const total = (some: readonly Recipe[]) => some.reduce((sum, recipe) => sum + secondsFor(recipe), 0);
  const count = wanted.length === 1 ? "1 test image" : `${wanted.length} test images`;
  const [longest] = [...compiled, ...packaged].sort((a, b) => secondsFor(b) - secondsFor(a));
  const most = longest && wanted.length > 1 ? `, most of it for ${longest.name}` : "";
  return `building ${count}: ${about(beforehand + Math.max(total(compiled), total(packaged)))} on two processors${most}`;
}

/** A time that nobody takes for exact. */
export const about = (seconds: number): string =>
  seconds < 55 ? `about ${Math.ceil(seconds / 10) * 10} s` : `about ${Math.round(seconds / 30) / 2} min`;
