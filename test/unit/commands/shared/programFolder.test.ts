import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { programFolder } from "../../../../commands/shared/programFolder";
import { removeFolder } from "../../../support/removeFolder";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "homeport-program-"));
  mkdirSync(join(folder, "src"));
  writeFileSync(join(folder, "src/index.ts"), "");
});
afterEach(() => removeFolder(folder));

test.each([
  ["name: attic\n", ""],
  ["name: attic\nmain: index.ts\n", ""],
  ["name: attic\nmain: src/index.ts\n", "src"],
  ["name: attic\nmain: src\n", "src"],
  ["name: attic\nmain: src/\n", "src"],
])("of %j the program starts in %j", (text, expected) => {
  writeFileSync(join(folder, "Pulumi.yaml"), text);
  expect(join(programFolder(folder), ".")).toBe(join(folder, expected));
});

test("where there is no project it is the folder", () => {
  expect(programFolder(folder)).toBe(folder);
});
