import { npx } from "../../components/shared/npx";
import { command } from "../shared/command";
import { exitCodes } from "../shared/failure";
import type { Running } from "../shared/surroundings";
import { list, wholeNumber } from "../shared/values";

export const smoke = (running: Running) =>
  command("smoke", {
    summary: "asks every name of every service through the farm, and every port, as a visitor does",
    description:
      "Asks every name of every service through the farm, as a visitor does, and every port beside HTTP for its first words. What there is, Pulumi is asked for, or the standard input has it: the outputs of a stack. Good are answers from 200 to 399, and 401 and 403: somebody is there who asks for a password or another network.",
    examples: [
      npx("homeport smoke --stack staging"),
      `${npx("pulumi stack output --json --stack staging")} | ${npx("homeport smoke")}`,
    ],
    ends: {
      [exitCodes.done]: "every name and port is served",
      [exitCodes.amiss]: "a name or port is not served",
      [exitCodes.unusable]: "nothing can be asked",
    },
  })
    .option("--stack <stack>", "the environment (default: the one whose outputs the standard input has)")
    .option("--at <address>", "where the farm is reached from here (default: what the stack says)")
    .option("--except <service>", "a service, or a port, that is not asked; can be repeated", list, [])
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
