import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { dependencies, devDependencies, version } from "../../package.json";
import { exampleNames } from "./examples";

const folder = resolve(__dirname, "../../examples");
const read = (...words: string[]) => readFileSync(join(folder, ...words), "utf8");
const tested: Record<string, string> = { ...devDependencies, ...dependencies, homeport: version };

test("every example is compiled with the same options", () => {
  const all = exampleNames.map((name) => read(name, "tsconfig.json"));
  expect(new Set(all).size).toBe(1);
});

describe.each(exampleNames)("%s", (name) => {
  const manifest = JSON.parse(read(name, "package.json")) as Record<string, Record<string, string>>;

  test("asks for the versions that it is tested with", () => {
    const asked = { ...manifest.dependencies, ...manifest.devDependencies };
    expect(asked).toMatchObject({ homeport: version });
    expect(asked).toEqual(Object.fromEntries(Object.keys(asked).map((one) => [one, tested[one]])));
  });

  test("names every package that its program imports", () => {
    const imported = [...read(name, "index.ts").matchAll(/from "([^."][^"]*)"/g)].map(([, one]) => one);
    expect(Object.keys(manifest.dependencies ?? {})).toEqual(expect.arrayContaining(imported));
  });

  test("is a program that is read at a glance", () => {
    expect(read(name, "index.ts").split("\n").length).toBeLessThanOrEqual(50);
    expect(read(name, "README.md")).toContain("pulumi up");
  });
});
