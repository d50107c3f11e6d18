#!/usr/bin/env node
import { askPulumi } from "../promote/pulumi";
import { run } from "./run";

process.exitCode = run({
  words: process.argv.slice(2),
  folder: process.cwd(),
  askPulumi,
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
});
