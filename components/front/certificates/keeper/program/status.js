const { readFileSync, readdirSync } = require("node:fs");
const { join } = require("node:path");

/** @typedef {import("./types").IssueStatus} IssueStatus */

/**
 * Reads what an issuer has met with; where there is none, nothing.
 * @param {string} directory
 * @returns {Map<string, IssueStatus>} by domain
 */
function issueStatus(directory) {
  const all = filesIn(join(directory, "status")).flatMap(statusIn);
  return new Map(all.map((status) => [status.domain, status]));
}

/** @type {(directory: string) => string[]} */
function filesIn(directory) {
  try {
    return readdirSync(directory)
      .filter((name) => name.endsWith(".json"))
      .map((name) => join(directory, name));
  } catch {
    return [];
  }
}

/**
 * One that is being written is read at the next look.
 * @type {(file: string) => IssueStatus[]}
 */
function statusIn(file) {
  try {
    const { domain, failures, nextTry, error } = JSON.parse(readFileSync(file, "utf8"));
    return [{ domain, failures: Number(failures), nextTry: Number(nextTry), error: String(error ?? "") }];
  } catch {
    return [];
  }
}

module.exports = { issueStatus };
