import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type DeclarationReflection, ReflectionKind } from "typedoc";
import { beforeAll, describe, expect, test } from "vitest";
import { commandsReference } from "../../scripts/commandsReference";
import { type ComponentDocs, readComponents } from "../../scripts/componentsReference.mjs";
import { settingsReference } from "../../scripts/settingsReference";

const written = (name: string) => readFileSync(join(__dirname, "../../docs", name), "utf8");
const outOfDate = 'out of date: run "npm run docs"';

test("docs/settings.md says what the schema says", () => {
  expect(written("settings.md"), outOfDate).toBe(settingsReference());
});

test("docs/commands.md says what each command's help says", async () => {
  expect(written("commands.md"), outOfDate).toBe(await commandsReference());
});

describe("the doc comments of what the package exports", () => {
  let docs: ComponentDocs;
  beforeAll(async () => {
    docs = await readComponents();
  });

  test("docs/components.md says what they say", () => {
    expect(written("components.md"), outOfDate).toBe(docs.page);
  });

  test("nothing exported is without one, and nothing they name is missing from the package", () => {
    expect(docs.warnings).toEqual([]);
  });

  test("every optional argument tells what happens without it", () => {
    const silent = docs.project
      .getReflectionsByKind(ReflectionKind.Interface)
      .flatMap((one) => (one as DeclarationReflection).children ?? [])
      .filter(({ flags }) => flags.isOptional)
      .filter(({ comment }) => !comment?.blockTags.some(({ tag }) => tag === "@default"));
    expect(silent.map((member) => member.getFriendlyFullName())).toEqual([]);
  });
});
