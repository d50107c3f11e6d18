import { InvalidArgumentError } from "commander";
import { npx } from "../../components/shared/npx";
import { command } from "../shared/command";
import { exitCodes } from "../shared/failure";
import type { Running } from "../shared/surroundings";
import { wholeNumber } from "../shared/values";

export const logs = (running: Running) =>
  command("logs", {
    summary: "shows what a service has logged, on whichever host it runs",
    description: `Shows the logs of all containers of a service, or of a farm, router, gate or other proxy by its name in \`${npx("homeport status")}\`. With several containers each line begins with the name of its own.`,
    examples: [
      npx("homeport logs blog --stack prod"),
      npx("homeport logs blog --follow --since 15m"),
      npx("homeport logs farm --tail 20"),
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
      "the last lines of each container alone; by default 200 where --since is not said",
      wholeNumber("--tail", { least: 0, most: 1_000_000, example: "200" }),
    )
    .option("--timestamps", "begins each line with its time")
    .action(async (service, options) => {
      const { run } = await import("./run.ts");
      running.end(await run({ service, ...options }, running));
    });

function since(text: string): string {
  if (/^(\d+[smh])+$/.test(text) || (/^\d{4}-\d\d-\d\d/.test(text) && !Number.isNaN(Date.parse(text))))
    return text;
  throw new InvalidArgumentError("expected a time in s, m or h, or a date; example: 15m");
}
