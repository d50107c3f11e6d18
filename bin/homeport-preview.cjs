#!/usr/bin/env node
require("./former.cjs")("homeport-preview", process.argv.slice(2));
