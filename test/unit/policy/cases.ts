import { describe, expect, test } from "vitest";
import type { Rule } from "../../../policy/rule";
import { judge, type Place } from "./judge";

/** A container, and what a rule is told of it. */
interface Case {
  /** What the container has. */
  readonly of: string;
  readonly props?: Record<string, unknown>;
  readonly place?: Place;
  readonly settings?: object;
}

type Cases = [rule: Rule, passing: readonly Case[], failing: readonly (Case & { readonly said: string })[]];

/** Shows of each rule what it lets pass, and what it finds wrong in one message that says certain words. */
export function describeRules(cases: readonly Cases[]): void {
  describe.each(cases.map(([rule, passing, failing]) => ({ name: rule.name, rule, passing, failing })))(
    "$name",
    ({ rule, passing, failing }) => {
      test.each(passing)("lets pass: $of", ({ props = {}, place, settings }) => {
        expect(judge(rule, props, place, settings)).toEqual([]);
      });

      test.each(failing)("finds: $of", ({ props = {}, place, settings, said }) => {
        expect(judge(rule, props, place, settings)).toEqual([expect.stringContaining(said)]);
      });
    },
  );
}
