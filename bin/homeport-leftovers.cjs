#!/usr/bin/env node
require("./former.cjs")("homeport-leftovers", process.argv.slice(2));
