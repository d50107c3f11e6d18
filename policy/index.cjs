/**
 * What Pulumi runs. A package has the pack built. In a checkout its sources run, without a look at their types: that is for
 * the tests, and Pulumi's own compiler would take it each time and depend on which versions a project has.
 */
const { existsSync, readFileSync } = require("node:fs");
const { Module } = require("node:module");
const { join } = require("node:path");

if (existsSync(join(__dirname, "pack.ts"))) {
  const { transform } = require("sucrase");
  const options = { transforms: ["typescript", "imports"], disableESTransforms: true };
  Module._extensions[".ts"] = (module, file) =>
    module._compile(transform(readFileSync(file, "utf8"), { ...options, filePath: file }).code, file);
  require("./pack.ts");
} else require("./dist/policy/pack.js");
