/**
 * What Pulumi runs. It has registered a compiler for TypeScript by then, which checks all types each time and depends on
 * which versions a project has: here the types are only left out, as the tests have seen to them.
 */
const { readFileSync } = require("node:fs");
const { Module } = require("node:module");
const { transform } = require("sucrase");

const options = { transforms: ["typescript", "imports"], disableESTransforms: true };

Module._extensions[".ts"] = (module, file) =>
  module._compile(transform(readFileSync(file, "utf8"), { ...options, filePath: file }).code, file);

require("./pack.ts");
