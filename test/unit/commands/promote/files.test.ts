import { describe, expect, test } from "vitest";
import {
  type SettingsFile,
  settingsIn,
  withoutSettings,
  withSettings,
} from "../../../../commands/promote/files";
import { withProven } from "../../../../commands/promote/guardRails";
import { readGuardRails } from "../../../../commands/shared/guardRails";

const project = (text: string): SettingsFile => ({
  name: "Pulumi.yaml",
  text,
  project: "shop",
  of: "project",
});
const stack = (text: string): SettingsFile => ({
  name: "Pulumi.prod.yaml",
  text,
  project: "shop",
  of: "stack",
});

describe("a project's file", () => {
  const declared = project(
    "name: shop # ours\nconfig:\n  shop:a:\n    # why\n    type: object\n    default: { x: 1 }\n  b: 2\n  aws:region: { value: here }\n  c: { type: string }\n",
  );

  test("says values and defaults, by key with namespace", () => {
    expect(settingsIn(declared)).toEqual({ "shop:a": { x: 1 }, "shop:b": 2, "aws:region": "here" });
  });

  test("says another value in the form in which it said one, and keeps its comments", () => {
    const changed = withSettings(declared, { "shop:a": { x: 2 }, "shop:b": 3, "aws:region": "there" });
    expect(changed).toBe(
      declared.text.replace("{ x: 1 }", "{ x: 2 }").replace("b: 2", "b: 3").replace("here", "there"),
    );
  });

  test("says what it did not say, in the form that Pulumi takes", () => {
    const changed = withSettings(project("name: shop\n"), {
      "shop:a": { x: 1 },
      "shop:b": 2,
      "aws:tags": { y: "z" },
    });
    expect(changed).toBe(
      "name: shop\nconfig:\n  shop:a: { default: { x: 1 } }\n  shop:b: 2\n  aws:tags: { value: { y: z } }\n",
    );
  });

  test("stays as it is where there is nothing to say", () => {
    const odd = project("name:   shop\n");
    expect(withSettings(odd, {})).toBe(odd.text);
  });
});

describe("a stack's file", () => {
  const own = stack("config:\n  shop:a: {type: x, default: y}\n  b: 2\nencryptionsalt: v1:x\n");

  test("says values, also those that look like a declaration", () => {
    expect(settingsIn(own)).toEqual({ "shop:a": { type: "x", default: "y" }, "shop:b": 2 });
  });

  test("no longer says what the project says, and is else as Pulumi wrote it", () => {
    expect(withoutSettings(own, ["shop:b", "shop:none"])).toBe(own.text.replace("  b: 2\n", ""));
    expect(withoutSettings(own, ["shop:none"])).toBe(own.text);
    expect(withoutSettings(stack(""), ["shop:b"])).toBe("");
  });

  test.each([
    ["four blanks", "    ", "        - 10.0.0.7"],
    ["two", "  ", "    - 10.0.0.7"],
    ["two, and none before a list", "  ", "  - 10.0.0.7"],
  ])("keeps the form that a person gave all else: indented by %s", (_, indent, item) => {
    const text = `config:\n${indent}shop:allow:\n${item}\n${indent}b: 2\nencryptionsalt: v1:x\n`;
    expect(withoutSettings(stack(text), ["shop:b"])).toBe(text.replace(`${indent}b: 2\n`, ""));
  });

  test("that is no YAML is named", () => {
    expect(() => settingsIn(stack("config:\n  a: [1\n"))).toThrow(/^Pulumi\.prod\.yaml: /);
  });
});

describe("the configuration of policies", () => {
  const rules = (value: object) => JSON.stringify(value);

  test("says what may differ and what has run; nothing where it does not", () => {
    const text = rules({ "same-settings": { mayDiffer: ["a:*"] }, "proven-images": { images: ["a:1"] } });
    expect(readGuardRails("g.json", text)).toMatchObject({
      mayDiffer: ["a:*"],
      proven: { images: ["a:1"] },
    });
    expect(readGuardRails("g.json", rules({ "same-settings": "advisory" }))).toMatchObject({
      mayDiffer: [],
      proven: { images: [] },
    });
  });

  test("gets more images that have run, and keeps how strict it is", () => {
    const more = (value: object) =>
      JSON.parse(withProven({ name: "g.json", text: rules(value) }, ["b:1", "a:1"]));
    expect(
      more({ limits: "disabled", "proven-images": { environments: ["prod"], images: ["a:1", "c:1"] } }),
    ).toEqual({
      limits: "disabled",
      "proven-images": { environments: ["prod"], images: ["a:1", "b:1", "c:1"] },
    });
    expect(more({ "proven-images": "advisory" })).toEqual({
      "proven-images": { enforcementLevel: "advisory", images: ["a:1", "b:1"] },
    });
    expect(more({})).toEqual({ "proven-images": { images: ["a:1", "b:1"] } });
  });

  describe("keeps the form that a person gave what does not change", () => {
    const proven = (text: string, ...images: string[]) => withProven({ name: "g.json", text }, images);
    const others = `{
  "public-address": { "environments": ["prod", "review-*"] },
`;

    test("as images come to others", () => {
      const rule = (list: string) =>
        `${others}  "proven-images": { "environments": ["prod"], "images": ${list} },\n  "limits": "disabled" }\n`;
      const more = rule('[\n    "a:1",\n    "b:1"\n  ]');
      expect(proven(rule("[]"), "b:1", "a:1")).toBe(more);
      expect(proven(more, "a:1")).toBe(more);
      expect(proven(rule('["b:1", "a:1"]'), "a:1")).toBe(rule('["b:1", "a:1"]'));
    });

    test("as a rule gets its first ones", () => {
      expect(proven(`${others}  "proven-images": { "environments": ["prod"] }\n}\n`, "a:1")).toBe(
        `${others}  "proven-images": { "environments": ["prod"],\n    "images": [\n      "a:1"\n    ]\n  }\n}\n`,
      );
      expect(proven(`${others}  "proven-images": "advisory"\n}\n`, "a:1")).toBe(
        `${others}  "proven-images": {\n    "enforcementLevel": "advisory",\n    "images": [\n      "a:1"\n    ]\n  }\n}\n`,
      );
    });

    test("as the rule is new", () => {
      expect(proven('{\n\t"limits": { "memory": ["x"] }\n}\n', "a:1")).toBe(
        '{\n\t"limits": { "memory": ["x"] },\n  "proven-images": {\n    "images": [\n      "a:1"\n    ]\n  }\n}\n',
      );
      expect(JSON.parse(proven("{}", "a:1"))).toEqual({ "proven-images": { images: ["a:1"] } });
    });
  });

  test("that is no JSON is named", () => {
    expect(() => readGuardRails("g.json", "{")).toThrow(/^g\.json: /);
  });
});
