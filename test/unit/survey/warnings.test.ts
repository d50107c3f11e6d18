import { describe, expect, test } from "vitest";
import { hasRun, warningsIn } from "../../../components/survey/warnings";

describe("a command has run", () => {
  const now = { interpreter: ["sh", "-c", "true"], stdin: "a", stderr: "warning: b\n" };

  test.each([
    ["that was not there before", undefined, true],
    ["that says something else", { ...now, stderr: "" }, true],
    ["that runs something else", { ...now, interpreter: ["sh", "-c", "false"] }, true],
    ["that reads something else", { ...now, stdin: "c" }, true],
    ["of which nothing differs: no", { ...now, stdout: "d" }, false],
  ])("%s", (_, before, ran) => {
    expect(hasRun(before, now)).toBe(ran);
  });
});

test("a warning is a line, with the indented ones below it", () => {
  expect(warningsIn("a\nwarning: b\n  c\n  d\ne\nwarning: f\n")).toEqual(["b\n  c\n  d", "f"]);
  expect(warningsIn("no warning: a\n")).toEqual([]);
});
