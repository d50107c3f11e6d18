import { npx } from "../../components/shared/npx";
import { command } from "../shared/command";
import { exitCodes } from "../shared/failure";
import type { Running } from "../shared/surroundings";
import { required, wholeNumber } from "../shared/values";

const most = 999_999_999;

export const review = (running: Running) =>
  command("review", {
    summary: "gives a merge request an environment of its own",
    description:
      "Gives the merge request NUMBER an environment of its own: writes Pulumi.review-NUMBER.yaml into the project's folder, with ports and a network that no other stack has, and prints the stacks that have to go first, one on a line.",
    examples: [npx("homeport review --like staging --stacks stacks.json 7")],
    ends: { [exitCodes.done]: "the file is written" },
  })
    .argument(
      "<number>",
      "the number of the merge request",
      wholeNumber("number", { least: 1, most, example: "7" }),
    )
    .option("--like <stack>", "the stack whose settings it takes over; needed")
    .option("--stacks <file>", `output of "${npx("pulumi stack ls --json")}"; "-" is the standard input`)
    .option(
      "--most <count>",
      "how many such environments there may be",
      wholeNumber("--most", { least: 1, most, example: "3" }),
      3,
    )
    .option("--bind <address>", "private address on which its farm serves", "127.0.0.1")
    .option("--subnets <network>", "/16 from which the networks are taken", "172.29.0.0/16")
    .option("--json", "for programs", false)
    .action(async (number, { bind, ...options }) => {
      const like = required(options.like, "--like", "a stack", "staging");
      const { run } = await import("./run.ts");
      running.end(await run({ ...options, number, like, bindAddress: bind }, running));
    });
