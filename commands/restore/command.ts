import { command } from "../shared/command";
import { exitCodes } from "../shared/failure";
import type { Running } from "../shared/surroundings";
import { wholeNumber } from "../shared/values";

export const restore = (running: Running) =>
  command("restore", {
    summary: "brings one file or directory of a backup to this machine",
    description:
      "Writes a file or a directory as a set has it to this machine, beside nothing that is there already: no service is touched. Of a volume's databases that were declared, it is the copy.",
    examples: [
      "homeport restore wiki --path photos/2024 --to ./photos",
      "homeport restore wiki/db --path app.db --to ./app.db --set 20261128T031500Z",
      "homeport backup wiki --list   # what sets there are",
    ],
    ends: {
      [exitCodes.done]: "it is there, whole",
      [exitCodes.amiss]: "it was cut off; nothing is there",
    },
  })
    .argument(
      "<service>",
      "name of the service; where several of its volumes are backed up, with the volume: wiki/files",
    )
    .option("--path <path>", "the file or directory, as a path within the volume; . for all of it")
    .option("--to <path>", "where it is written; nothing may be there")
    .option("--stack <stack>", "its environment; needed where several have the service")
    .option("--set <name>", "one set, by its name in homeport backup --list; by default the newest")
    .option(
      "--place <number>",
      "which repository, 0 for the first; by default the first that answers",
      wholeNumber("--place", { least: 0, most: 99, example: "1" }),
    )
    .action(async (service, options) => {
      const { run } = await import("./run.ts");
      running.end(await run({ service, ...options }, running));
    });
