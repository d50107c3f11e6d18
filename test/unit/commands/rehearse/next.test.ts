import { expect, test } from "vitest";
import { servedBy } from "../../../../commands/rehearse/exchange";
import { mending, otherSet } from "../../../../commands/rehearse/told";
import type { Answer } from "../../../../commands/smoke/answers";
import type { Woken } from "../../../../commands/wake/work";

const woken = (answers: readonly Answer[]): Woken => ({
  ...{ wasAsleep: false, started: [], gone: [], answers, before: [], after: [], seconds: 1 },
});
const answer = (service: string, served: boolean): Answer => ({
  ...{ service, url: `https://${service}.example.org/`, served, said: served ? "200" : "503" },
});

test("a rehearsal that does not hold says what to type next", () => {
  expect(() => servedBy(woken([answer("pad", true), answer("wiki", false)]), "staging")).toThrow(
    "not served: wiki at https://wiki.example.org/ (503)\n  What it said meanwhile: npx homeport logs wiki --stack staging",
  );
  expect(servedBy(woken([answer("pad", true)]), "staging")).toHaveLength(1);
  expect(mending("scrub", "staging")).toMatch(/\n {2}Mend scrub, .*: npx pulumi up --stack staging$/);
  expect(otherSet("prod")).toContain("npx homeport backup --stack prod --list");
});
