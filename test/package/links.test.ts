import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { scripts } from "../../package.json";

const root = resolve(__dirname, "../..");
const pages = [
  "README.md",
  "CHANGELOG.md",
  ...readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md"))
    .map((file) => join("docs", file)),
];

const all = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, found]) => found ?? "");
const missing = (folder: string, paths: readonly string[]) =>
  paths.filter((path) => !existsSync(join(root, folder, path)));

describe.each(pages)("%s", (page) => {
  const text = readFileSync(join(root, page), "utf8");

  test("links to pages that exist", () => {
    const links = all(text, /\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g);
    expect(missing(dirname(page), links)).toEqual([]);
  });

  test("names files and folders of the project that exist", () => {
    const paths = all(text, /`((?:components|docs|scripts|test|bench)\/[^`*<\s]*)`/g);
    expect(missing(".", paths)).toEqual([]);
  });

  test("names commands that exist", () => {
    const commands = all(text, /npm run ([\w:-]+)/g);
    expect(commands.filter((command) => !(command in scripts))).toEqual([]);
  });
});
