import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import facade from "../../facade/package.json";
import { version } from "../../package.json";
import lock from "../../package-lock.json";
import policy from "../../policy/package.json";

const root = resolve(__dirname, "../..");
const read = (file: string) => readFileSync(join(root, file), "utf8");
const found = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, one]) => one);

test("every package of the project has one version", () => {
  const all = [lock.version, lock.packages[""].version, policy.version, facade.version];
  expect(all).toEqual(all.map(() => version));
});

test("the changelog tells of this version first, and of every one whose state is kept", () => {
  const told = found(
    read("CHANGELOG.md"),
    /^## \[(\d+\.\d+\.\d+)\] - (?:not yet released|\d{4}-\d\d-\d\d)$/gm,
  );
  expect(told[0]).toBe(version);
  const kept = readdirSync(join(root, "test/compatibility"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  expect(told).toEqual(expect.arrayContaining(kept));
});

test("what is to be typed names this version", () => {
  const pages = ["docs/upgrading.md", "docs/other-languages.md"].map(read).join("\n");
  const named = found(pages, /(?:homeport@|facade@v|homeport-)(\d+\.\d+\.\d+)/g);
  expect(named.length).toBeGreaterThanOrEqual(3);
  expect(named.filter((one) => one !== version)).toEqual([]);
});
