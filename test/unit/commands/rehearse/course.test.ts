import { describe, expect, test } from "vitest";
import { courseOf, together } from "../../../../commands/rehearse/course";
import { holdsProblem } from "../../../../commands/rehearse/holds";
import { stageOf } from "../../../../commands/restore/volumes/cutOff";
import type { Standing } from "../../../../commands/restore/volumes/look";
import type { Phase } from "../../../../components/backups/swap";

const volume = (phase: Phase, set = "A"): Standing => ({
  ...{ volume: phase, source: phase, isWanted: true, phase, set: phase === "none" ? "" : set, hours: 0 },
  ...{ bytes: 0, beside: 0, disk: "/dev/sda", free: 0 },
});
const course = (phases: readonly Phase[], { back = false, isStopped = false } = {}) =>
  courseOf([{ volumes: phases.map((one) => volume(one)) }], "staging", { back, isStopped });

describe("what is done with all volumes of an environment", () => {
  test.each<[Phase[], string]>([
    [["none", "none"], "begin"],
    [["ready", "fetching"], "begin"],
    [["ready", "ready"], "begin"],
    [["done", "done"], "begin"],
    [["done", "none"], "begin"],
    [["out", "ready"], "go on"],
    [["done", "in"], "go on"],
    [["done", "ready"], "go on"],
    [["empty", "done"], "go back"],
    [["return", "undone"], "go back"],
  ])("with %j, is to %s", (phases, expected) => {
    expect(course(phases)).toBe(expected);
  });

  test("what is ready for another set than the one before is brought anew", () => {
    for (const phase of ["ready", "done"] as const)
      expect(
        courseOf([{ volumes: [volume("done", "A"), volume(phase, "B")] }], "staging", {
          ...{ back: false, isStopped: true },
        }),
      ).toBe("begin");
  });

  test("each host has a set of its own: what was cut off on two goes on, and takes away none from before", () => {
    for (const phase of ["ready", "done"] as const) {
      const sides = [{ volumes: [volume("done", "A")] }, { volumes: [volume(phase, "B")] }];
      expect(courseOf(sides, "staging", { back: false, isStopped: true })).toBe("go on");
    }
    const sides = [{ volumes: [volume("done", "A")] }, { volumes: [volume("ready", "B")] }];
    expect(stageOf(together(sides), false)).toBe("changing");
  });

  test("an environment that an exchange has stopped and not started has its data: it goes on, and takes away none from before", () => {
    expect(course(["done", "done"], { isStopped: true })).toBe("go on");
    expect(course(["undone", "undone"], { isStopped: true })).toBe("begin");
  });

  test("where nothing has changed places, nothing is taken back, and nothing is stopped for it", () => {
    expect(course(["ready", "fetching"], { back: true })).toBe("give up");
    expect(course(["ready", "ready"], { back: true, isStopped: true })).toBe("give up");
    expect(course(["none", "undone"], { back: true, isStopped: true })).toBe("give up");
  });

  test("the former data come back where there are any", () => {
    expect(course(["done", "none"], { back: true })).toBe("go back");
    expect(() => course(["none", "undone"], { back: true })).toThrow("--back: nothing is kept of staging");
  });
});

test.each(["t\n", "true", " 1 \n\nTRUE\n"])("%j holds", (answer) => {
  expect(holdsProblem("SELECT 1", answer)).toBeUndefined();
});
test.each([
  ["f\n", '"f"'],
  ["t\nf\n", '"t, f"'],
  ["", "nothing"],
  ["12", '"12"'],
])("%j does not hold, and is told", (answer, told) => {
  expect(holdsProblem("SELECT x", answer)).toContain(`SELECT x is answered by ${told}`);
});
