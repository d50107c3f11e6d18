#!/usr/bin/env node
require("./former.cjs")("homeport-smoke", process.argv.slice(2));
