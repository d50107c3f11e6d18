import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { termAt } from "../../../../components/front/certificates/term";

const beginning = new Date("2026-01-01T10:00:00.750Z");
const validity = { lifetime: 365, early: 90 };
const term = (now: string) => {
  const { from, until } = termAt(beginning, validity, new Date(now));
  return [from.toISOString(), until.toISOString()];
};

describe("the term of the certificates that an update gives", () => {
  test("begins with the authority, in whole seconds", () => {
    expect(term("2026-01-01T10:00:01Z")).toEqual(["2026-01-01T10:00:00.000Z", "2027-01-01T10:00:00.000Z"]);
  });

  test("is the same until the one before has 90 days left, and the next begins there", () => {
    expect(term("2026-10-03T09:59:59Z")).toEqual(term("2026-01-01T10:00:01Z"));
    expect(term("2026-10-03T10:00:00Z")).toEqual(["2026-10-03T10:00:00.000Z", "2027-10-03T10:00:00.000Z"]);
  });

  test("is the first one for a clock that is behind", () => {
    expect(term("1970-01-01T00:00:00Z")).toEqual(term("2026-01-01T10:00:01Z"));
  });

  test("has begun and has as many days left as were asked for, whenever the update is", () => {
    const day = 86_400_000;
    fc.assert(
      fc.property(
        fc
          .tuple(fc.integer({ min: 2, max: 3650 }), fc.integer({ min: 1, max: 3649 }))
          .filter(([lifetime, early]) => early < lifetime),
        fc.integer({ min: 0, max: 10_000 * day }),
        ([lifetime, early], later) => {
          const now = new Date(beginning.getTime() + later);
          const { from, until } = termAt(beginning, { lifetime, early }, now);
          expect(from.getTime()).toBeLessThanOrEqual(now.getTime());
          expect(until.getTime() - now.getTime()).toBeGreaterThan(early * day - 1000);
          expect(until.getTime() - from.getTime()).toBe(lifetime * day);
        },
      ),
    );
  });
});
