import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { npx } from "../../../../components/shared/npx";

const commands = resolve(__dirname, "../../../../commands");

/** Without what is written for readers of the program. */
const toldIn = (file: string): string =>
  readFileSync(join(commands, file), "utf8")
    .replace(/\/\*\*[\s\S]*?\*\//g, "")
    .replace(/^\s*\/\/.*$/gm, "");

/** A command that stands in a text as it is, with neither of the two words that make it one to be typed. */
const bare =
  /(?<!npx\(["`])(?<!npx )(?<![\w./@-])(?:homeport|pulumi) (?:status|logs|shell|smoke|sleep|wake|leftovers|backup|restore|preview|review|promote|adopt|alert|rehearse|move|host-key|template|up|stack|refresh|destroy|new|config|cancel|state) ?/g;

/** What is no command: the beginning of an error, and what tells who has written a program. */
const others = ["homeport preview: the note on", "Made by \\`homeport adopt\\` of"];

test("a command that is told can be typed as it stands: by npx", () => {
  expect(npx("homeport status")).toBe("npx homeport status");
  const files = readdirSync(commands, { recursive: true, encoding: "utf8" }).filter((one) =>
    one.endsWith(".ts"),
  );
  const found = files.flatMap((file) => {
    const text = others.reduce((all, one) => all.replaceAll(one, ""), toldIn(file));
    return [...text.matchAll(bare)].map(([words]) => `${file}: ${words}`);
  });
  expect(files.length).toBeGreaterThan(100);
  expect(found).toEqual([]);
});
