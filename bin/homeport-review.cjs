#!/usr/bin/env node
require("./former.cjs")("homeport-review", process.argv.slice(2));
