const { readFileSync, readdirSync, statSync } = require("node:fs");
const { join } = require("node:path");
const { readPair } = require("./pair.js");

/** @typedef {import("./types").Pair} Pair */
/** @typedef {import("./types").Read} Read */
/** @typedef {import("./types").Source} Source */

/**
 * Reads a directory in certbot's layout, as often as it is called; what has not changed is judged once.
 * @param {string} directory
 * @param {string} shown where a person finds the directory
 * @returns {() => Source}
 */
function sourceReader(directory, shown = directory) {
  /** @type {Map<string, { chain: Read, key: Read, pair: Pair }>} */
  let known = new Map();
  const path = join(shown, "live");
  return () => {
    const names = directoriesIn(join(directory, "live"));
    if ("error" in names) return { path, pairs: [], error: names.error };
    known = new Map(names.found.map((name) => [name, again(name)]));
    return { path, pairs: [...known.values()].map(({ pair }) => pair) };
  };

  /** @param {string} name */
  function again(name) {
    const chain = read(join(directory, "live", name, "fullchain.pem"));
    const key = read(join(directory, "live", name, "privkey.pem"));
    const before = known.get(name);
    if (before && same(before.chain, chain) && same(before.key, key)) return before;
    return { chain, key, pair: readPair({ name, path: join(path, printable(name)), chain, key }) };
  }
}

/**
 * What a message says is read in a terminal, line by line.
 * @type {(name: string) => string}
 */
const printable = (name) => name.replace(/\p{C}/gu, "?");

/** @type {(a: Read, b: Read) => boolean} */
const same = (a, b) => ("text" in a ? "text" in b && a.text === b.text : "error" in b && a.error === b.error);

/** @type {(directory: string) => { found: string[] } | { error: string }} */
function directoriesIn(directory) {
  try {
    const entries = readdirSync(directory, { withFileTypes: true });
    const found = entries.filter((entry) => entry.isDirectory() || entry.isSymbolicLink());
    // In the order of the names, so that the same certificate is chosen on every machine.
    return { found: found.map(({ name }) => name).sort() };
  } catch (error) {
    return { error: codeOf(error) };
  }
}

/** No certificate is larger. */
const mostBytes = 1_048_576;

/**
 * A pipe or a device would be read for ever.
 * @type {(file: string) => Read}
 */
function read(file) {
  try {
    const found = statSync(file);
    if (!found.isFile()) return { error: found.isDirectory() ? "EISDIR" : "no ordinary file" };
    if (found.size > mostBytes) return { error: `${found.size} bytes` };
    return { text: readFileSync(file, "utf8") };
  } catch (error) {
    return { error: codeOf(error) };
  }
}

/** @param {unknown} error */
const codeOf = (error) => /** @type {NodeJS.ErrnoException} */ (error).code ?? String(error);

module.exports = { sourceReader };
