import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const configurations = ["templates", "examples"]
  .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name, "tsconfig.json")))
  .filter((file) => existsSync(file));

// Pulumi compiles into a folder of its own: without a root, TypeScript 6 takes apps/ for it and refuses (TS5011).
test.each(configurations)("%s has a root, so that files in folders beside index.ts are compiled", (file) => {
  expect(JSON.parse(readFileSync(file, "utf8")).compilerOptions.rootDir).toBe(".");
});
