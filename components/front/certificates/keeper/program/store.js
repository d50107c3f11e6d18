const { createHash } = require("node:crypto");
const fs = require("node:fs");
const { join } = require("node:path");

/** @typedef {import("../../judge/types").Pair} Pair */
/** @typedef {import("./types").Kept} Kept */

/** @typedef {{ uid: number, gid: number }} Owner */

const secretMode = 0o600;
const openMode = 0o644;

/** The directory that HAProxy reads. A file is there whole or not at all, also when the power fails. */
class Store {
  /**
   * @param {string} directory
   * @param {string} farm
   */
  constructor(directory, farm) {
    this.directory = directory;
    this.farm = farm;
    /** @type {Map<string, Kept>} */
    this.kept = new Map(Object.entries(JSON.parse(this.read(".kept.json") ?? "{}")));
  }

  /**
   * Puts a certificate in place where that is another one than before.
   * @param {string} domain
   * @param {Pair} pair
   * @returns {boolean} whether it is
   */
  put(domain, pair) {
    const file = fileOf(domain);
    const print = printOf(pair);
    const owner = fs.statSync(this.farm);
    if (this.kept.get(file)?.print === print && this.isInOrder(file, owner)) return false;
    this.write(file, textOf(pair), secretMode, owner);
    this.kept.set(file, { print });
    this.remember();
    return true;
  }

  /**
   * @param {string} domain
   * @returns {Kept | undefined} what is in place for it, and still there
   */
  of(domain) {
    const file = fileOf(domain);
    return fs.existsSync(join(this.directory, file)) ? this.kept.get(file) : undefined;
  }

  /**
   * @param {readonly string[]} lines
   * @returns {string} the text of the list
   */
  list(lines) {
    const text = lines.map((line) => `${line}\n`).join("");
    if (this.read("list") !== text) this.write("list", text, openMode);
    return text;
  }

  /**
   * Removes what no list names any more, and what an interrupted write has left.
   * @param {readonly string[]} domains
   * @returns {string[]} the removed certificates' files
   */
  removeAllBut(domains) {
    const wanted = new Set(domains.map(fileOf));
    const all = fs.readdirSync(this.directory);
    for (const file of all.filter((name) => name.endsWith(".new"))) fs.rmSync(join(this.directory, file));
    const removed = all.filter((name) => name.endsWith(".pem") && !wanted.has(name));
    for (const file of removed) {
      fs.rmSync(join(this.directory, file));
      this.kept.delete(file);
    }
    if (removed.length > 0) this.remember();
    return removed;
  }

  remember() {
    this.write(".kept.json", JSON.stringify(Object.fromEntries(this.kept)), secretMode);
  }

  /**
   * @param {string} file
   * @param {Owner} owner
   */
  isInOrder(file, { uid, gid }) {
    const found = fs.statSync(join(this.directory, file), { throwIfNoEntry: false });
    return found?.uid === uid && found.gid === gid && (found.mode & 0o777) === secretMode;
  }

  /**
   * @param {string} file
   * @param {string} text
   * @param {number} mode
   * @param {Owner} [owner]
   */
  write(file, text, mode, owner) {
    const aside = join(this.directory, `.${file}.new`);
    // One that was left behind may belong to another user, who alone could open it.
    fs.rmSync(aside, { force: true });
    const handle = fs.openSync(aside, "wx", mode);
    try {
      fs.writeSync(handle, text);
      // Whatever the umask took away; and before the file is another's.
      fs.fchmodSync(handle, mode);
      if (owner) fs.fchownSync(handle, owner.uid, owner.gid);
      fs.fsyncSync(handle);
    } finally {
      fs.closeSync(handle);
    }
    fs.renameSync(aside, join(this.directory, file));
  }

  /**
   * @param {string} file
   * @returns {string | undefined}
   */
  read(file) {
    const path = join(this.directory, file);
    return fs.existsSync(path) ? fs.readFileSync(path, "utf8") : undefined;
  }
}

/** @type {(domain: string) => string} */
const fileOf = (domain) => `${domain.replace("*", "_")}.pem`;

/** @type {(pair: Pair) => string} */
const textOf = ({ chain, key }) => chain + key;

/**
 * The farm's container makes the same of the file.
 * @type {(pair: Pair) => string}
 */
const printOf = (pair) => createHash("sha256").update(textOf(pair)).digest("hex");

module.exports = { Store, fileOf, printOf };
