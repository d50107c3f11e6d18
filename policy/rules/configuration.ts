import { closest } from "fastest-levenshtein";
import type { Finding, Rule, StackRule } from "../rule";

/** What a configuration names: rules, and settings of each. */
export type Named = Readonly<Record<string, readonly string[]>>;

/** The engine checks the form of settings, and takes whatever names it does not know for something else's. */
export const configuration = (named: () => Named, rules: readonly Rule[]): StackRule<object> => ({
  about: "stack",
  name: "configuration",
  // Who misspells a rule believes that it is kept.
  enforcementLevel: "mandatory",
  description: "The configuration names rules and settings that there are.",
  check: () => misnamed(named(), rules),
});

/** Every name of a configuration that stands for nothing, with the nearest that stands for something. */
export function misnamed(named: Named, rules: readonly Rule[]): Finding[] {
  const known = new Map(
    rules.map(({ name, settings }) => [name, ["except", ...Object.keys(settings ?? {})]]),
  );
  known.set("configuration", ["except"]);
  return Object.entries(named).flatMap(([rule, settings]) => {
    const allowed = known.get(rule);
    if (!allowed) return rule === "all" ? [] : [wrong(rule, "rule", [...known.keys()])];
    return settings
      .filter((setting) => !allowed.includes(setting))
      .map((setting) =>
        wrong(
          `${rule}.${setting}`,
          "setting",
          allowed.map((one) => `${rule}.${one}`),
        ),
      );
  });
}

const wrong = (name: string, what: string, all: readonly string[]): Finding => ({
  message: `${name}: there is no such ${what}; the nearest is ${closest(name, all)}`,
});
