/** The commands: in a checkout the sources as they are, in a package what was built of them. */
const { existsSync } = require("node:fs");
const { join } = require("node:path");

// From Node 22.1 on.
require("node:module").enableCompileCache?.();
const isCheckout = existsSync(join(__dirname, "../tsconfig.build.json"));
if (isCheckout) require("../loader/typescript.cjs");

module.exports = require(isCheckout ? "../commands/main.ts" : "../dist/commands/main.js");
