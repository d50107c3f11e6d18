import { readFileSync } from "node:fs";
import { basename, join } from "node:path";

/** The program's files, seen from the folder of everything about certificates. */
const parts = [
  "judge/pair.js",
  "judge/choose.js",
  "judge/source.js",
  "keeper/program/store.js",
  "keeper/program/status.js",
  "keeper/program/farm.js",
  "keeper/program/refusals.js",
  "keeper/program/keep.js",
  "keeper/program/report.js",
  "keeper/program/serve.js",
  "keeper/program/main.js",
];

/**
 * The keeper's program as one text: its image has Node.js and nothing else, and what the program judges by is also
 * what a preview judges by.
 */
export const keeperProgram = (): string =>
  `const parts = {\n${parts.map(asPart).join("")}};
const loaded = {};
function part(name) {
  if (!loaded[name]) {
    loaded[name] = { exports: {} };
    parts[name](loaded[name], (wanted) => (wanted.startsWith(".") ? part(wanted.replace(/^.*\\//, "")) : require(wanted)));
  }
  return loaded[name].exports;
}
part("main.js");
`;

const asPart = (path: string): string =>
  `${JSON.stringify(basename(path))}(module, require) {\n${source(path)}},\n`;

const source = (path: string): string =>
  readFileSync(join(__dirname, "..", path), "utf8")
    .trimEnd()
    .concat("\n");
