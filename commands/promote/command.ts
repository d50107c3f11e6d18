import { npx } from "../../components/shared/npx";
import { command } from "../shared/command";
import { exitCodes } from "../shared/failure";
import type { Running } from "../shared/surroundings";
import { required } from "../shared/values";

export const promote = (running: Running) =>
  command("promote", {
    summary: "shows what one stack runs and another does not, and writes the change",
    description:
      "Shows what one stack runs and another does not, and writes the change that goes into a merge request.",
    examples: [
      npx("homeport promote --from staging --to prod --show"),
      npx("homeport promote --from staging --to prod"),
    ],
    ends: { [exitCodes.done]: "it is shown, and written unless --show was said" },
  })
    .option("--from <stack>", "the stack that has shown something to work; needed")
    .option("--to <stack>", "the stack that is to run it; needed")
    .option("--show", "changes no file", false)
    .option(
      "--quiet",
      "refuses where the first stack's monitor is not at work, or knows of something that would wake somebody",
      false,
    )
    .option(
      "--guard-rails <file>",
      "configuration of the policy pack (default: guard-rails.json, where there is one)",
    )
    .option("--json", "for programs", false)
    .action(async (options) => {
      const from = required(options.from, "--from", "a stack", "staging");
      const to = required(options.to, "--to", "a stack", "prod");
      const { run } = await import("./run.ts");
      running.end(await run({ ...options, from, to }, running));
    });
