import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { renderNote } from "../../../../commands/preview/render/note";
import { readMarkdown } from "../../../support/markdown";
import { recorded, reviewText } from "./fixtures";

/** Names that would do something where a forge took them for more than characters. */
const hostile = [
  "`|` |\n| injected",
  "</summary></details><script>alert(1)</script>",
  "x\n/close\n/merge",
  "@all #1 !2 ~bug %3 :tada: https://evil.example.org",
  "[click](javascript:alert(1)) ![x](//evil.example.org/x.png)",
  "a\n```\n## Heading\n\n**approved**\n```diff",
  "a\u202egnp.exe\u2028\u0000\u200b",
  "````````````",
  "-->",
  "\\|\\`\\",
  "$`x`$ *a* _b_ <b>",
];

/** A preview with this name for services, containers, volumes, networks, hosts and what else there is. */
function previewWith(name: string, fixture: string): string {
  const named = /::(blog|notes|vault|farm|router|network|infra|apps|wiki|password)([^:]*)(?=$|::[\w-]+$)/;
  return JSON.stringify(JSON.parse(recorded(fixture)), (key, value) =>
    ["urn", "parent", "provider"].includes(key) && typeof value === "string"
      ? value.replace(named, (_, first, rest) => `::${first}${name}${rest}`)
      : value,
  );
}

/** Kinds of parts that do no more than show their characters. */
const harmless = ["code_inline", "fence"];

describe.each(["prod-first", "staging-moved", "staging-subnet", "staging-volume-removed", "staging-drift"])(
  "%s",
  (fixture) => {
    const plain = structure(renderNote(reviewText(previewWith("-x", fixture))));

    test.each(hostile)("is read the same with %j in its names", (name) => {
      expect(structure(renderNote(reviewText(previewWith(name, fixture))))).toEqual(plain);
    });

    test("is read the same with any text in its names", () => {
      fc.assert(
        fc.property(fc.string({ unit: "binary", minLength: 1, maxLength: 30 }), (name) => {
          fc.pre(!name.includes("::") && !name.includes("$") && !name.endsWith(":"));
          expect(structure(renderNote(reviewText(previewWith(name, fixture))))).toEqual(plain);
        }),
        { numRuns: 40 },
      );
    });
  },
);

/** What a forge makes of a note, except what stands in code; rows of a table may be in another order. */
function structure(note: string): string[] {
  const parts = readMarkdown(note);
  expect(parts.length).toBeGreaterThan(20);
  return parts.map(({ type, content }) => (harmless.includes(type) ? type : `${type} ${content}`)).sort();
}

test("a stack or a project with such a name ends no comment and no tag", () => {
  const text = recorded("staging-image")
    .replaceAll("::homeport::", "::--><b>::")
    .replaceAll(":staging::", ":<i>&::");
  const note = renderNote(reviewText(text));
  expect(note.split("\n")[0]).toBe("<!-- homeport-preview:%2D%2D%3E%3Cb%3E -->");
  const html = readMarkdown(note).filter(({ type }) => type.startsWith("html"));
  expect(html.map(({ content }) => content).join("")).not.toMatch(/<[ib]>/);
});

test("no line begins with a command of the forge", () => {
  for (const name of hostile)
    expect(renderNote(reviewText(previewWith(name, "prod-first")))).not.toMatch(/^\s*\//m);
});
