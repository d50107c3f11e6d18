const { X509Certificate } = require("node:crypto");
const { readFileSync } = require("node:fs");
const { join } = require("node:path");

/** @typedef {import("./types").Verdicts} Verdicts */

/** What the farm's HAProxy says of the certificates that it was offered: files beside its configuration. */
class Farm {
  /** @param {string} directory */
  constructor(directory) {
    this.directory = join(directory, "taken");
    /** @type {Map<string, number | undefined>} */
    this.ends = new Map();
  }

  /** @returns {Verdicts} */
  verdicts() {
    return {
      basis: this.read("now/basis").trim(),
      offered: this.read("now/offered"),
      taken: printsIn(this.read("now/list")),
      refused: refusedIn(this.read("now/refused")),
      loaded: printsIn(this.read("loaded")),
    };
  }

  /**
   * @param {string | undefined} print
   * @returns {number | undefined} end of the validity of a certificate that the farm has, in seconds since 1970
   */
  endOf(print) {
    if (print === undefined) return undefined;
    if (!this.ends.has(print)) this.ends.set(print, endIn(this.read(`shown/${print}.crt`)));
    return this.ends.get(print);
  }

  /**
   * What is not there has not been said yet.
   * @param {string} file
   */
  read(file) {
    try {
      return readFileSync(join(this.directory, file), "utf8");
    } catch {
      return "";
    }
  }
}

/** @type {(text: string) => number | undefined} */
function endIn(text) {
  try {
    return Date.parse(new X509Certificate(text).validTo) / 1000;
  } catch {
    return undefined;
  }
}

/**
 * The fingerprint of what a list has for each domain's file.
 * @type {(text: string) => Map<string, string>}
 */
const printsIn = (text) =>
  new Map(
    [...text.matchAll(/^\S*\/([^/\s]+)\/([0-9a-f]{64})\.pem /gm)].map(([, base = "", print = ""]) => [
      base,
      print,
    ]),
  );

/** @type {(text: string) => Map<string, { print: string, reason: string }>} */
const refusedIn = (text) =>
  new Map(
    [...text.matchAll(/^(\S+) ([0-9a-f]{64}) (.*)$/gm)].map(([, base = "", print = "", reason = ""]) => [
      base,
      { print, reason },
    ]),
  );

module.exports = { Farm };
