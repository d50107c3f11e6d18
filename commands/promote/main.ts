#!/usr/bin/env node
import { parseArgs } from "node:util";
import { promote } from "./promote";

const usage = `homeport-promote --from STACK --to STACK [options]

Shows what one stack runs and another does not, and writes the change that goes into a
merge request.

  --from STACK         the stack that has shown something to work
  --to STACK           the stack that is to run it
  --show               changes no file
  --guard-rails FILE   the configuration of the policies; guard-rails.json where it is not said
`;

try {
  const { from, to, show, help, "guard-rails": guardRails } = readOptions();
  if (help) process.stdout.write(usage);
  else if (!from || !to)
    throw new Error("--from and --to: both are needed; example: --from staging --to prod");
  else process.stdout.write(promote(process.cwd(), { from, to, show, guardRails }));
} catch (error) {
  process.stderr.write(`homeport-promote: ${(error as Error).message}\n`);
  process.exitCode = 1;
}

function readOptions() {
  const options = {
    from: { type: "string" },
    to: { type: "string" },
    "guard-rails": { type: "string", default: "guard-rails.json" },
    show: { type: "boolean", default: false },
    help: { type: "boolean", short: "h", default: false },
  } as const;
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    throw new Error(`${(error as Error).message}\n\n${usage.trimEnd()}`);
  }
}
