import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { parseDotEnv } from "../../../../commands/adopt/env/dotEnv";
import { interpolate, NotInterpolated } from "../../../../commands/adopt/env/interpolate";
import { removeFolder } from "../../../support/removeFolder";

const variables: Readonly<Record<string, string>> = { SET: "a value", EMPTY: "", OTHER_1: "x/y:z" };

const put = (text: string, set: Readonly<Record<string, string>> = variables): string =>
  interpolate(text, {
    value: (name) => set[name],
    unset: (name, told) => (told === undefined ? "" : `<${name}: ${told}>`),
  });

describe("variables are put in as Compose does", () => {
  test.each([
    ["$SET", "a value"],
    [`\${SET}!`, "a value!"],
    ["$SETTING", ""],
    [`\${UNSET:-y}\${UNSET-z}`, "yz"],
    [`\${EMPTY:-y}\${EMPTY-z}`, "y"],
    [`\${SET:+y}\${EMPTY:+z}\${EMPTY+w}`, "yw"],
    [`\${UNSET:?say it}\${EMPTY:?say it}\${EMPTY?no}`, "<UNSET: say it><EMPTY: say it>"],
    [`\${UNSET:-\${OTHER_1:-no}}`, "x/y:z"],
    [`\${UNSET:-a\${UNSET:-b}c}`, "abc"],
    [`$$SET $\${SET} $$$SET`, `$SET \${SET} $a value`],
    ["^[0-9]+$ costs 5 $", "^[0-9]+$ costs 5 $"],
    [`\${UNSET:-http://a:80/?b}`, "http://a:80/?b"],
  ])("%s", (text, expected) => {
    expect(put(text)).toBe(expected);
  });

  test.each([`\${`, `\${}`, `\${ SET}`, `\${SET:y}`, `\${SET!}`, `\${UNSET:-\${OTHER}`])(
    "%s is none",
    (text) => {
      expect(() => put(text)).toThrow(NotInterpolated);
    },
  );

  test("a text without a dollar stays as it is, and so does any in which each is written twice", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(put(text.replaceAll("$", "$$$$"))).toBe(text);
      }),
    );
  });

  test("a default is what it would be alone, however deep", () => {
    const word = fc.stringMatching(/^[a-z/:.@ -]*$/);
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("UNSET", "EMPTY", "SET"), { maxLength: 5 }),
        word,
        (names, end) => {
          const text = names.reduceRight((inner, name) => `\${${name}:-${inner}}`, end);
          expect(put(text)).toBe(names.includes("SET") ? "a value" : end);
        },
      ),
    );
  });
});

/** The older Compose that Debian has; it knows no `+`, and no variable in another one's default. */
const older = (() => {
  try {
    return execFileSync("docker-compose", ["version", "--short"], { encoding: "utf8" }).trim();
  } catch {
    return undefined;
  }
})();

describe(older ? `as docker-compose ${older} does` : "no docker-compose to compare with", () => {
  test.runIf(older)("what both know is the same", () => {
    const piece = fc.oneof(
      fc.stringMatching(/^[a-z/:.@ -]{0,8}$/),
      fc.constantFrom(
        "$$",
        "$SET ",
        `\${SET}`,
        `\${EMPTY}`,
        `\${UNSET:-d}`,
        `\${EMPTY:-d e}`,
        `\${EMPTY-d}`,
        `\${SET:?no}`,
        `\${UNSET-}`,
      ),
    );
    const texts = fc.sample(
      fc.array(piece, { maxLength: 6 }).map((all) => all.join("")),
      200,
    );
    const folder = mkdtempSync(join(tmpdir(), "homeport-compose-"));
    const environment = Object.fromEntries(texts.map((text, index) => [`V${index}`, `[${text}]`]));
    writeFileSync(
      join(folder, "docker-compose.yml"),
      JSON.stringify({ version: "3", services: { a: { image: "b", environment } } }),
    );
    const said = execFileSync("docker-compose", ["config"], {
      cwd: folder,
      encoding: "utf8",
      stdio: "pipe",
      env: { PATH: process.env.PATH, ...variables },
    });
    removeFolder(folder);
    const theirs = (parse(said) as { services: { a: { environment: Record<string, string> } } }).services.a
      .environment;
    // It writes what could be read again.
    const written = Object.fromEntries(
      Object.entries(environment).map(([name, text]) => [name, put(text).replaceAll("$", "$$$$")]),
    );
    expect(theirs).toEqual(written);
  });
});

test("files of values are read as Compose does", () => {
  const text = [
    "# comment",
    "A=plain # comment",
    "export B='to $the letter # all'",
    'C="two\\nlines $A"',
    `D=\${A}/\${UNSET:-x}`,
    "E=",
    "F: yaml",
    "G=with=sign#not",
    "OUTSIDE",
    'H="over',
    'lines"',
    "I=last",
  ].join("\n");
  const outside = (name: string) => (name === "OUTSIDE" ? "yes" : undefined);
  expect(
    Object.fromEntries(parseDotEnv(text, ".env", outside).map(({ name, value }) => [name, value])),
  ).toEqual({
    A: "plain",
    B: "to $the letter # all",
    C: "two\nlines plain",
    D: "plain/x",
    E: "",
    F: "yaml",
    G: "with=sign#not",
    OUTSIDE: "yes",
    H: "over\nlines",
    I: "last",
  });
  expect(parseDotEnv(text, ".env").find(({ name }) => name === "I")?.line).toBe(12);
  expect(() => parseDotEnv('A=1\nB="open', ".env")).toThrow(
    ".env:2: the value of B has a quote that nothing ends",
  );
  expect(() => parseDotEnv("A=1\n???", ".env")).toThrow(".env:2: it is no line of a file of values");
});
