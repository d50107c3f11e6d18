#!/usr/bin/env node
const { version } = require("../package.json");

/** Runs a command by a name that it had: `node bin/former.cjs NAME WORDS…`, or by a file beside this one. */
const former = (name, words) => require("./load.cjs").former(name, words, version);
module.exports = former;

if (require.main === module) former(process.argv[2], process.argv.slice(3));
