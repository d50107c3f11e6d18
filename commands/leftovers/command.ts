import { npx } from "../../components/shared/npx";
import { command } from "../shared/command";
import { exitCodes } from "../shared/failure";
import type { Running } from "../shared/surroundings";
import { list } from "../shared/values";

export const leftovers = (running: Running) =>
  command("leftovers", {
    summary: "shows what hosts have of a stack and its state does not know, and removes it",
    description:
      "Shows what the hosts of a stack have of it and its state does not know: containers and networks that an update left when it was cut off, and volumes that were kept for their data.",
    examples: [
      npx("homeport leftovers --stack staging"),
      npx("homeport leftovers --stack staging --clear --yes"),
      `${npx("homeport leftovers --environment staging")}   # whose stack is gone`,
    ],
    ends: {
      [exitCodes.done]: "nothing is left, or all that was named is removed",
      [exitCodes.amiss]: "something is there",
    },
  })
    .option("--stack <stack>", "whose state and hosts are looked at")
    .option(
      "--environment <name>",
      'looks for what has this environment in its labels, as a former name of the stack; without --stack, on the engine that "docker" uses',
    )
    .option("--project <name>", "instead of the project in the folder")
    .option("--host <name>", "one host alone")
    .option("--clear", "removes what holds no data", false)
    .option(
      "--remove <name>",
      "removes one container, network or volume by its full name; can be repeated",
      list,
      [],
    )
    .option("--yes", "really does it; without, it is only said", false)
    .option("--json", "for programs", false)
    .action(async (options) => {
      const { run } = await import("./run.ts");
      running.end(await run(options, running));
    });
