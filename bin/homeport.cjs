#!/usr/bin/env node
const { version } = require("../package.json");

require("./load.cjs").main(process.argv.slice(2), version);
