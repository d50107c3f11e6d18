import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const read = (file: string) => readFileSync(join(__dirname, "../../../..", file), "utf8");

test("the page shows a note as it is written", () => {
  const [, shown] = /<!-- example -->\n(.*?)<!-- \/example -->/s.exec(read("docs/merge-requests.md")) ?? [];
  const note = read("test/unit/golden/preview/several.md").split("\n").slice(2).join("\n").trimEnd();
  const quoted = note.split("\n").map((line) => `> ${line}`.trimEnd());
  expect(shown).toBe(`\n${quoted.join("\n")}\n\n`);
});
