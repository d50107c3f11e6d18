import { expect, test } from "vitest";
import { fill } from "../../../bench/report/document";

test("a new section comes at the end, and one that is there is replaced where it stands", () => {
  const first = fill(fill("# Title\n", "road", "old road"), "loss", "nothing");
  const second = fill(first, "road", "new road");
  expect(second).toContain("new road");
  expect(second).not.toContain("old road");
  expect(second.indexOf("new road")).toBeLessThan(second.indexOf("nothing"));
});

test("what a person wrote outside of the sections stays", () => {
  const written = `${fill("# Title\n", "road", "one")}\nWhat costs time.\n`;
  const filled = fill(written, "road", "two");
  expect(filled).toBe(written.replace("one", "two"));
});
