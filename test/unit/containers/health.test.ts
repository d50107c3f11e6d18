import { expect, test } from "vitest";
import { goDuration } from "../../../components/containers/duration";
import { renderHealth } from "../../../components/containers/health";

test.each([
  [5, "5s"],
  [60, "1m0s"],
  [90, "1m30s"],
  [3600, "1h0m0s"],
  [3661, "1h1m1s"],
])("%i seconds are %s, as Go writes them", (seconds, text) => expect(goDuration(seconds)).toBe(text));

test("a command alone is asked as it always was: a container that is there would be replaced", () => {
  expect(renderHealth({ command: ["a", "b"] })).toEqual({
    tests: ["CMD", "a", "b"],
    interval: "5s",
    timeout: "5s",
    retries: 3,
  });
});
