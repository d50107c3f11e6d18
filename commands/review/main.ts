#!/usr/bin/env node
import { run } from "./run";

process.exitCode = run({
  words: process.argv.slice(2),
  folder: process.cwd(),
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
});
