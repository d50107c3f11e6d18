/** `npm run promote`: what one stack runs and another does not, and the change that goes into a merge request. */
import { parseArgs } from "node:util";
import { promote } from "./promote";

const usage = `npm run promote -- [--from <stack>] [--to <stack>] [--show] [--guard-rails <file>]

  --from          the stack that has shown something to work
  --to            the stack that is to run it
  --show          change no file
  --guard-rails   the configuration of the policies; default: guard-rails.json
`;

try {
  const { values } = parseArgs({
    options: {
      from: { type: "string" },
      to: { type: "string" },
      "guard-rails": { type: "string", default: "guard-rails.json" },
      show: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const { from, to, show, help, "guard-rails": guardRails } = values;
  if (help) process.stdout.write(usage);
  else if (!from || !to)
    throw new Error(`--from and --to: both are needed; example: --from staging --to prod`);
  else process.stdout.write(promote(process.cwd(), { from, to, show, guardRails }));
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
