import { expect, test } from "vitest";
import { revisionOf } from "../../../components/shared/revision";

test("the same text has the same revision, another text another one: a proxy is asked for it", () => {
  expect(revisionOf("a")).toBe(revisionOf("a"));
  expect(revisionOf("a")).not.toBe(revisionOf("b"));
});

test("a revision is one plain word of a path, a shell and a configuration", () => {
  expect(revisionOf("a")).toMatch(/^[0-9a-f]{12}$/);
});
