#!/usr/bin/env node
require("./former.cjs")("homeport-promote", process.argv.slice(2));
