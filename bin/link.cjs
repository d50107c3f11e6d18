/**
 * Runs after "npm ci" in a checkout: "npx homeport" finds there what it finds in a project that installs the package.
 * Without it, npx would link the checkout into a folder of its own, and keep which commands that had.
 */
const { existsSync, readlinkSync, rmSync, symlinkSync } = require("node:fs");
const { join, relative } = require("node:path");
const { bin } = require("../package.json");

const root = join(__dirname, "..");
const commands = join(root, "node_modules/.bin");

for (const [name, file] of existsSync(commands) ? Object.entries(bin) : []) {
  const link = join(commands, name);
  const target = relative(commands, join(root, file));
  if (targetOf(link) === target) continue;
  rmSync(link, { force: true });
  symlinkSync(target, link);
}

/** @param {string} link */
function targetOf(link) {
  try {
    return readlinkSync(link);
  } catch {
    return undefined;
  }
}
