import { expect, test } from "vitest";
import { rules } from "../../../policy/rules";
import { misnamed } from "../../../policy/rules/configuration";

const said = (named: Record<string, string[]>) => misnamed(named, rules).map(({ message }) => message);

test("a configuration of rules and settings that there are is let pass", () => {
  const all = rules.map(({ name, settings = {} }) => [name, ["except", ...Object.keys(settings)]]);
  expect(said({ ...Object.fromEntries(all), all: [], configuration: [] })).toEqual([]);
});

test("a rule that does not exist is named with the nearest: nobody would miss it", () => {
  expect(said({ "pinned-imag": [] })).toEqual([
    "pinned-imag: there is no such rule; the nearest is pinned-image",
  ]);
});

test("so is a setting", () => {
  expect(said({ "public-address": ["enviroments", "except"] })).toEqual([
    "public-address.enviroments: there is no such setting; the nearest is public-address.environments",
  ]);
});
