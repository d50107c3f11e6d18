import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { z } from "zod";
import { settingsSchema } from "../../../components/settings/schema";
import { settingsForms } from "../../fixtures/settingsForms";
import { problems } from "./problems";

interface Declared {
  readonly type?: string;
  readonly default?: unknown;
}

const { config } = parse(readFileSync(resolve(__dirname, "../../../Pulumi.yaml"), "utf8")) as {
  config: Record<string, Declared>;
};
const declared = Object.entries(config).filter(([key]) => key.startsWith("homeport:"));

/** Whether Pulumi's own check takes a value, as its command line does before the program runs. */
const takes = ({ type }: Declared, value: unknown): boolean =>
  type === undefined || (type === "object" && typeof value === "object" && !Array.isArray(value));

describe("what the project's file says of settings", () => {
  test.each(Object.entries(settingsForms))("stands in no way of: %s", (_, values) => {
    expect(problems(values)).toEqual([]);
    for (const [key, one] of declared) {
      const value = values[key.slice("homeport:".length)];
      expect(value === undefined || takes(one, value), `${key}: ${JSON.stringify(value)}`).toBe(true);
    }
  });

  test("is of settings that there are, with defaults that are usable", () => {
    const defaults = declared.map(([key, one]) => [key.slice("homeport:".length), one.default]);
    expect(problems(Object.fromEntries(defaults))).toEqual([]);
    // Without a default, Pulumi itself would refuse a stack that does not set it, and show no example.
    expect(defaults.filter(([, value]) => value === undefined)).toEqual([]);
  });
});

test("every setting is in one of the forms, each kind of it with all that it has", () => {
  const given = new Set(Object.values(settingsForms).flatMap((values) => pathsOf(values)));
  expect(leavesOf(settingsSchema).filter((path) => !given.has(path))).toEqual([]);
});

/** Paths of a value; what is free in its names counts as one. */
function pathsOf(value: unknown, path: readonly string[] = []): string[] {
  const own = path.join(".");
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [own];
  return [own, ...Object.entries(value).flatMap(([key, one]) => pathsOf(one, [...path, key]))];
}

function leavesOf(schema: z.core.$ZodType, path: readonly string[] = []): string[] {
  const { def } = schema._zod as unknown as {
    def: {
      shape?: Record<string, z.core.$ZodType>;
      innerType?: z.core.$ZodType;
      options?: z.core.$ZodType[];
    };
  };
  if (def.innerType) return leavesOf(def.innerType, path);
  if (def.options) return [...new Set(def.options.flatMap((one) => leavesOf(one, path)))];
  if (!def.shape) return [path.join(".")];
  return Object.entries(def.shape).flatMap(([key, one]) => leavesOf(one, [...path, key]));
}
