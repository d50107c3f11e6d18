import { readFileSync } from "node:fs";
import { basename, join } from "node:path";

/**
 * A program of several files as one text, for an image that has Node.js and nothing else.
 * @param root folder that the files are seen from
 * @param files the last one is run
 */
export const programText = (root: string, files: readonly string[]): string =>
  `const parts = {\n${files.map((file) => asPart(root, file)).join("")}};
const loaded = {};
function part(name) {
  if (!loaded[name]) {
    loaded[name] = { exports: {} };
    parts[name](loaded[name], (wanted) => (wanted.startsWith(".") ? part(wanted.replace(/^.*\\//, "")) : require(wanted)));
  }
  return loaded[name].exports;
}
part(${JSON.stringify(basename(files.at(-1) ?? ""))});
`;

const asPart = (root: string, file: string): string =>
  `${JSON.stringify(basename(file))}(module, require) {\n${readFileSync(join(root, file), "utf8").trimEnd()}\n},\n`;
