import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readDotEnv } from "../../../components/containers/dotEnv";

const valuesOf = (text: string) => {
  const { assignments, problems } = readDotEnv(text);
  expect(problems).toEqual([]);
  return Object.fromEntries(assignments.map(({ name, value }) => [name, value]));
};

/** A file, and what it says. */
const read: [text: string, values: Record<string, string>][] = [
  ["", {}],
  ["# A=1\n\n  \t\n  # B=2\n", {}],
  ["A=1\nB=two words\nC=\n", { A: "1", B: "two words", C: "" }],
  ["A=1", { A: "1" }],
  ["export A=1\n  B = 2  \n", { A: "1", B: "2" }],
  ["\uFEFFA=1\r\nB='x'\r\n", { A: "1", B: "x" }],
  ["A=b # comment\nB=b#c\nC=a=b=c\n", { A: "b", B: "b#c", C: "a=b=c" }],
  ['A=it\'s\nB=say "yes"\nC=C:\\dir\n', { A: "it's", B: 'say "yes"', C: "C:\\dir" }],
  ["A='$HOME \\n \"x\" # y'\n", { A: '$HOME \\n "x" # y' }],
  ['A="a\\nb\\t\\"c\\" \\\\ \\$x # y" # comment\n', { A: 'a\nb\t"c" \\ $x # y' }],
  ["A='one\ntwo'\nB=\"one\ntwo\"\nC=3\n", { A: "one\ntwo", B: "one\ntwo", C: "3" }],
  ["a.b-c_1=x\n_=y\n", { "a.b-c_1": "x", _: "y" }],
];

test.each(read)("%j is read as Compose reads it", (text, values) => {
  expect(valuesOf(text)).toEqual(values);
});

/** A file, the line that is refused, and the way out. */
const refused: [text: string, line: number, wayOut: string][] = [
  ["A=1\nB=$HOME\n", 2, "put the value into single quotes"],
  ["A=pa$$word", 1, "put the value into single quotes"],
  ['A="$B"', 1, "put the value into single quotes"],
  ['A="\\\\$B"', 1, "put the value into single quotes"],
  ["A", 1, "write A=value, or leave it out"],
  ["A: 1", 1, "write A=value"],
  ["[section]", 1, "write NAME=value"],
  ["1A=x", 1, "write NAME=value"],
  ["A B=x", 1, "write NAME=value"],
  ["A=1\n\nA=2", 3, "after line 1; leave one of the two"],
  ["A='x", 1, "its quote has no end"],
  ['A="x\nB=1\n', 1, "its quote has no end"],
  ["A='x' y", 1, "quote all of it"],
  ['A="x"y', 1, "quote all of it"],
  ["A='it\\'s'", 1, "quote all of it"],
  ["A='C:\\'", 1, "use double quotes"],
  ['A="\\d"', 1, "single quotes take all to the letter"],
  ["A=#b", 1, "quote the value"],
  ["A=b\t# c", 1, "quote the value"],
  ["A='1\n2'\nB=$C", 3, "single quotes"],
];

test.each(refused)(
  "%j may be read in two ways: line %i is refused, with the way out",
  (text, line, wayOut) => {
    const [problem, ...more] = readDotEnv(text).problems.filter((one) => one.line === line);
    expect(more).toEqual([]);
    expect(problem?.message).toContain(wayOut);
  },
);

test("what is refused is told without its value, which may be a secret", () => {
  for (const [text] of refused)
    for (const { message } of readDotEnv(text.replaceAll(/[xy]/g, "hunter2")).problems)
      expect(message).not.toContain("hunter2");
});

describe("whatever a value is", () => {
  const text = fc.string({ unit: "grapheme" }).map((one) => one.replaceAll("\r", ""));

  test("single quotes keep it to the letter", () => {
    const plain = text.map((one) => one.replaceAll("'", "").replace(/\\+$/, ""));
    fc.assert(
      fc.property(plain, (value) => {
        expect(valuesOf(`A='${value}'\nB=1\n`)).toEqual({ A: value, B: "1" });
      }),
    );
  });

  test("double quotes do, with a backslash before backslashes, quotes and dollar signs", () => {
    fc.assert(
      fc.property(text, (value) => {
        expect(valuesOf(`A="${value.replaceAll(/[\\"$]/g, "\\$&")}"\n`)).toEqual({ A: value });
      }),
    );
  });
});
