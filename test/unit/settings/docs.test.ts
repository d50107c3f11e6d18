import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { settingsSchema } from "../../../components/settings/schema";

const root = join(__dirname, "../../..");
const pages = ["README.md", ...readdirSync(join(root, "docs")).map((name) => `docs/${name}`)].filter((name) =>
  name.endsWith(".md"),
);

/** Every piece of YAML on a page that has settings of this project. */
const shown = pages.flatMap((page) =>
  [...readFileSync(join(root, page), "utf8").matchAll(/```yaml\n([\s\S]*?)```/g)].flatMap(([, text = ""]) => {
    const content = parse(text) ?? {};
    const config: Record<string, unknown> = content.config ?? content;
    const settings = Object.entries(config).flatMap(([key, value]) => {
      const name = /^homeport:(.+)$/.exec(key)?.[1];
      return name !== undefined && name in settingsSchema.shape ? [{ name, value }] : [];
    });
    return settings.map((setting) => ({ page, text, ...setting }));
  }),
);

test("pages show settings", () => {
  expect(shown.length).toBeGreaterThan(15);
});

test.each(shown)(
  "$page: homeport:$name is told with its file, in the form that Pulumi takes there",
  (one) => {
    const file = /^# (Pulumi(?:\.\w+)?\.yaml)/.exec(one.text)?.[1];
    expect(file, one.text).toBeDefined();
    // Pulumi's own schema of a project's file takes a word or a list, and else an entry with a value.
    const isGroup = typeof one.value === "object" && one.value !== null && !Array.isArray(one.value);
    const keys = isGroup ? Object.keys(one.value as object) : [];
    const isEntry = keys.length === 1 && /^(value|default)$/.test(keys[0] ?? "");
    expect(isEntry, one.text).toBe(file === "Pulumi.yaml" && isGroup);
  },
);
