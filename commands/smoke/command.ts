import { command } from "../shared/command";
import { exitCodes } from "../shared/failure";
import type { Running } from "../shared/surroundings";
import { list, wholeNumber } from "../shared/values";

export const smoke = (running: Running) =>
  command("smoke", {
    summary: "asks every name of every service through the farm, as a visitor does",
    description:
      "Reads the outputs of a stack, and asks every name of every service through the farm, as a visitor does. Good are answers from 200 to 399, and 401 and 403: somebody is there who asks for a password or another network.",
    examples: ["pulumi stack output --json --stack staging | homeport smoke"],
    ends: {
      [exitCodes.done]: "every name is served",
      [exitCodes.amiss]: "a name is not served",
      [exitCodes.unusable]: "nothing can be asked",
    },
  })
    .option("--at <address>", "where the farm is reached from here (default: what the stack says)")
    .option("--except <service>", "a service that is not asked; can be repeated", list, [])
    .option(
      "--attempts <count>",
      "how often, until an answer is good",
      wholeNumber("--attempts", { least: 1, most: 99, example: "5" }),
      5,
    )
    .option(
      "--proxy-protocol",
      "begin as the proxy in front does, where the farm takes this machine for it (behind)",
      false,
    )
    .option("--json", "for programs", false)
    .action(async (options) => {
      const { run } = await import("./run.ts");
      running.end(await run(options, running));
    });
