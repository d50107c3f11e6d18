import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { renderPut, restored } from "../../../../components/hosts/machine/key";
import { removeFolder } from "../../../support/removeFolder";

const key = "-----BEGIN KEY-----\nthe key\n-----END KEY-----\n";
const path = ".homeport/prod/attic-1a2b3c.key";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "homeport-key-"));
  const before = process.cwd();
  process.chdir(folder);
  onTestFinished(() => {
    process.chdir(before);
    removeFolder(folder);
  });
});

const found = () => [readFileSync(path, "utf8"), statSync(path).mode & 0o777];

test("a key that is not there is written, for its user alone and for no repository", () => {
  expect(restored(path, key)).toBe(path);
  expect(found()).toEqual([key, 0o600]);
  expect(readFileSync(".homeport/.gitignore", "utf8")).toBe("*\n");
  expect(readdirSync(".homeport").sort()).toEqual([".gitignore", "prod"]);
  expect(readdirSync(".homeport/prod")).toEqual(["attic-1a2b3c.key"]);
});

test.each<[string, () => void]>([
  ["half written", () => writeFileSync(path, key.slice(0, 20))],
  ["empty, as after a power cut", () => writeFileSync(path, "")],
  ["another one", () => writeFileSync(path, key.replace("the", "an old"))],
  ["open to others, which ssh refuses", () => chmodSync(path, 0o644)],
  ["not to be written to", () => chmodSync(path, 0o440)],
])("a key that is %s is written anew", (_, spoil) => {
  restored(path, key);
  spoil();
  restored(path, key);
  expect(found()).toEqual([key, 0o600]);
});

test("a key that is in order is left alone", () => {
  restored(path, key);
  const before = statSync(path);
  restored(path, key);
  expect(statSync(path)).toMatchObject({ ino: before.ino, mtimeMs: before.mtimeMs });
});

test("a write that is cut off leaves the key before it in place", () => {
  restored(path, key);
  const cut = renderPut(path).replace("cat >", "head -c 9 >").replace("&& mv", "&& kill -9 $$ && mv");
  expect(() => execFileSync("/bin/sh", ["-c", cut], { input: "another key" })).toThrow();
  expect(found()).toEqual([key, 0o600]);
});
