import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import guardRails from "../../../guard-rails.json";
import { rules } from "../../../policy/rules";
import { misnamed } from "../../../policy/rules/configuration";

const page = readFileSync(resolve(__dirname, "../../../docs/policy.md"), "utf8");

test.each(rules.map(({ name, settings = {} }) => ({ name, settings: Object.keys(settings) })))(
  "the documentation says why there is $name, and how to silence it",
  ({ name, settings }) => {
    const [, why = "", how = ""] =
      new RegExp(`^\\| \`${name}\` \\| (.+) \\| (.+) \\|$`, "m").exec(page) ?? [];
    expect(why).not.toBe("");
    expect(how).not.toBe("");
    for (const setting of settings) expect(page, setting).toMatch(new RegExp(`["\`]${setting}["\`:]`));
  },
);

/** The settings of each rule that a configuration speaks of. */
const named = (configuration: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(configuration).map(([rule, said]) => [
      rule,
      typeof said === "object" ? Object.keys(said ?? {}).filter((key) => key !== "enforcementLevel") : [],
    ]),
  );

test("the examples in the documentation, and the home's own configuration, name rules and settings that there are", () => {
  const examples = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map(([, text = ""]) => JSON.parse(text));
  expect(examples).toHaveLength(3);
  for (const one of [...examples, guardRails]) expect(misnamed(named(one), rules)).toEqual([]);
});
