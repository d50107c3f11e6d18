import { Option } from "@commander-js/extra-typings";
import { npx } from "../../components/shared/npx";
import { command } from "../shared/command";
import { exitCodes } from "../shared/failure";
import type { Running } from "../shared/surroundings";
import { list } from "../shared/values";
import { forges } from "./forges";

export const preview = (running: Running) =>
  command("preview", {
    summary: "turns what Pulumi would change into a note for a merge request",
    description: `Turns what "${npx("pulumi preview --json --show-sames --show-replacement-steps")}" says of one stack or several, a file for each, into a note for a merge request.`,
    examples: [
      npx("homeport preview prod.json staging.json"),
      npx("homeport preview --post gitlab prod.json"),
    ],
    ends: {
      [exitCodes.done]: "the note is written",
      [exitCodes.refused]: "the forge refuses it",
      [exitCodes.unanswered]: "the forge does not answer",
    },
  })
    .argument("<files...>", 'what Pulumi wrote of each stack; "-" is the standard input')
    .option(
      "--guard-rails <file>",
      "configuration of the policy pack, for the hosts' memory and for images that have run (default: guard-rails.json, where there is one)",
    )
    .option("--title <text>", 'instead of "Preview"; the note is then another one')
    .option("--skipped <stack>", "a stack that this pipeline could not preview; can be repeated", list, [])
    .addOption(new Option("--post <forge>", "posts the note to its merge request as well").choices(forges))
    .action(async (files, options) => {
      const { run } = await import("./run.ts");
      running.end(await run({ files, ...options }, running));
    });
