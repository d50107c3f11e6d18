import { InvalidArgumentError } from "commander";
import { npx } from "../../components/shared/npx";
import { command } from "../shared/command";
import { exitCodes } from "../shared/failure";
import type { Running } from "../shared/surroundings";
import { since, wholeNumber } from "../shared/values";

export const logs = (running: Running) =>
  command("logs", {
    summary: "shows what a service has logged, on whichever host it runs",
    description: `Shows the logs of all containers of a service, or of a farm, router, gate or other proxy by its name in \`${npx("homeport status")}\`. With several containers each line begins with the name of its own.`,
    examples: [
      npx("homeport logs blog --stack prod"),
      npx("homeport logs blog --follow --since 15m"),
      npx("homeport logs farm --tail 20"),
      npx("homeport logs blog --since 24h --grep 'error|refused'"),
    ],
    ends: { [exitCodes.amiss]: "the logs of a container cannot be read" },
  })
    .argument("<service>", "name of the service or proxy, or of one container")
    .option("--stack <stack>", "its environment; needed where several have the service")
    .option("-f, --follow", "goes on until Ctrl-C")
    .option(
      "--since <time>",
      "how long ago it begins, as 15m or 2h, or a time as 2026-11-27T20:00:00Z",
      since,
    )
    .option(
      "--tail <lines>",
      "the last lines of each container alone; by default 200 where neither --since nor --grep is said",
      wholeNumber("--tail", { least: 0, most: 1_000_000, example: "200" }),
    )
    .option(
      "--grep <pattern>",
      "only lines that match, a regular expression; --tail counts lines before that",
      pattern,
    )
    .option("-i, --ignore-case", "--grep takes capital and small letters for the same")
    .option("--timestamps", "begins each line with its time")
    .action(async (service, { grep, ignoreCase, ...options }) => {
      const { run } = await import("./run.ts");
      const looked = grep && ignoreCase ? new RegExp(grep, "ui") : grep;
      running.end(await run({ service, ...options, grep: looked }, running));
    });

/** Reads what is looked for: a regular expression. */
function pattern(text: string): RegExp {
  try {
    return new RegExp(text, "u");
  } catch (error) {
    const why = (error as Error).message.replace(/^Invalid regular expression: /, "");
    throw new InvalidArgumentError(`${why}; example: "error|refused"`);
  }
}
