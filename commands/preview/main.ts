#!/usr/bin/env node
import { run } from "./run";

run({
  words: process.argv.slice(2),
  variables: process.env,
  folder: process.cwd(),
  now: new Date(),
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
}).then((code) => {
  process.exitCode = code;
});
