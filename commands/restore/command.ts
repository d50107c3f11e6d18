import { npx } from "../../components/shared/npx";
import { placeNumber, readySeconds } from "../backups/numbers";
import { command } from "../shared/command";
import { exitCodes } from "../shared/failure";
import type { Running } from "../shared/surroundings";

export const restore = (running: Running) =>
  command("restore", {
    summary: "restores a service's data from a backup, or brings one file of it here",
    description:
      "Restores the volumes and databases of a service, an application or a database: it says what it would do, and with --yes does it. The data are brought beside those in use, and exchanged when all of them are there; where the service does not get ready with them, the former ones come back. With --path and --to, it writes a file or a directory as a set has it to this machine, beside nothing that is there already, and touches no service.",
    examples: [
      `${npx("homeport restore wiki --stack prod")}                # says what it would do`,
      npx("homeport restore wiki --stack prod --yes"),
      `${npx("homeport restore wiki --stack prod --back --yes")}   # the data from before it`,
      `${npx("homeport restore wiki/db --stack prod --set 20261128T031500Z --yes")}   # one volume or database alone`,
      npx("homeport restore wiki/files --stack prod --path photos/2024 --to ./photos"),
      `${npx("homeport restore --state --stack prod --to state.json")}   # Pulumi's own state`,
      `${npx("homeport restore --sheet --stack prod > worst-day.txt")}   # print it`,
      `${npx("homeport backup wiki --stack prod --list")}          # what sets there are`,
    ],
    ends: {
      [exitCodes.done]: "it is there, whole, and the service is ready; or what would be done is told",
      [exitCodes.amiss]:
        "the service was not ready with it, and has its former data again; or a copy was cut off, and nothing is there",
      [exitCodes.unusable]: "it cannot be done, and nothing has changed",
      [exitCodes.unfinished]: "it was cut off in the midst of the exchange; run again, it goes on",
    },
  })
    .argument(
      "[service]",
      "name of the service, application or database, perhaps with a volume or database of it: wiki/files",
    )
    .option("--set <name>", `one set, by its name in ${npx("homeport backup --list")}; by default the newest`)
    .option("--sheet", "prints what to do on a bare machine, with this home's names and no secret", false)
    .option("--state", "brings the newest copy of Pulumi's own state to the file --to", false)
    .option("--yes", "does it; without, it only says what it would do", false)
    .option("--back", "brings the data from before the last restore back", false)
    .option(
      "--accept-rows",
      "takes a database although its tables have other numbers of rows than in the set",
      false,
    )
    .option(
      "--verify",
      "reads files once more where they were written, before anything stops: half as long again",
      false,
    )
    .option("--drop", "removes the data from before the last restore", false)
    .option(
      "--path <path>",
      "a file or directory to be brought here, as a path within the volume; . for all of it",
    )
    .option("--to <path>", "where that is written; nothing may be there")
    .option("--stack <stack>", "its environment; needed where several have the service")
    .option("--host <host>", "which host's data; needed where the service is on several")
    .option(
      "--ready-seconds <number>",
      "how long the service may take to get ready with its new data",
      readySeconds,
      300,
    )
    .option(
      "--place <number>",
      "which repository, 0 for the first; by default the first that answers",
      placeNumber,
    )
    .action(async (service, options) => {
      const { run } = await import("./run.ts");
      running.end(await run({ service, ...options }, running));
    });
