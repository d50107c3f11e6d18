import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { settingsThatDiffer } from "../../../policy/rules/sameSettings";
import { readStackFiles } from "../../../policy/stackFiles";
import { removeFolder } from "../../support/removeFolder";

const files = (prod: object, staging: object) => [
  { stack: "prod", settings: { ...prod } },
  { stack: "staging", settings: { ...staging } },
];
const messages = (prod: object, staging: object, mayDiffer: string[] = []) =>
  settingsThatDiffer("prod", files(prod, staging), mayDiffer).map(({ message }) => message);

describe("settings that differ between stacks", () => {
  test("are let pass where they may, and none where all are alike", () => {
    expect(messages({ "a:x": { y: [1] } }, { "a:x": { y: [1] } })).toEqual([]);
    expect(messages({ "a:x": 1, "a:y": 1 }, { "a:x": 2, "a:y": 2 }, ["a:x", "a:y*"])).toEqual([]);
  });

  test("are found by their key, whichever stack has them, and never with their value", () => {
    const found = messages({ "a:x": "planted-1", "a:y": 1 }, { "a:x": "planted-2", "a:z": 1 });
    expect(found).toEqual([expect.stringContaining("unlike Pulumi.staging.yaml: a:x, a:y, a:z;")]);
    expect(found.join()).not.toContain("planted");
  });

  test("are not told of secrets, which look different in each stack, but of a value that is none in one", () => {
    const [prod, staging] = [{ "a:x": { secure: "v1:aaa" } }, { "a:x": { secure: "v1:bbb" } }];
    expect(messages(prod, staging)).toEqual([]);
    expect(messages(prod, { "a:x": "clear" })).toHaveLength(1);
  });

  test("are none of a stack that has no file", () => {
    expect(settingsThatDiffer("trial", files({ "a:x": 1 }, { "a:x": 2 }), [])).toEqual([]);
  });
});

describe("the files of a project's stacks", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "homeport-stacks-"));
    const write = (file: string, text: string) => writeFileSync(join(folder, file), text);
    write(
      "Pulumi.yaml",
      "name: shop\nconfig:\n  shop:a: { type: integer, default: 1 }\n  b: { value: 2 }\n  c: 3\n  d: { type: string }\n",
    );
    write("Pulumi.prod.yaml", "config:\n  shop:a: 10\n  aws:region: x\n");
    write("Pulumi.staging.yaml", "");
    mkdirSync(join(folder, "policy/inner"), { recursive: true });
  });
  afterEach(() => removeFolder(folder));

  test("are found above the pack, by the project's name, and read on top of the project's own values", () => {
    const read = readStackFiles("shop", [undefined, "", join(folder, "policy/inner")]);
    expect(Object.fromEntries(read.map(({ stack, settings }) => [stack, settings]))).toEqual({
      prod: { "shop:a": 10, "shop:b": 2, "shop:c": 3, "aws:region": "x" },
      staging: { "shop:a": 1, "shop:b": 2, "shop:c": 3 },
    });
  });

  test("are not those of another project", () => {
    expect(readStackFiles("office", [folder])).toEqual([]);
  });
});
