import { npx } from "../../components/shared/npx";
import { readySeconds } from "../backups/numbers";
import { command } from "../shared/command";
import { exitCodes } from "../shared/failure";
import type { Running } from "../shared/surroundings";

export const upgradeDatabase = (running: Running) =>
  command("upgrade-database", {
    summary: "brings a database to another major version by a dump, with a way back",
    description: `By itself it says what it would do; with --yes it has a dump of the server that runs loaded by one of the new image beside it, which shows that it can be done while nobody notices. Then it stops what writes, dumps and loads once more, compares all rows, and has the new data take the place of the former ones, which are kept for seven days. Give the database the new image in the program: \`${npx("pulumi up")}\` starts it.`,
    examples: [
      `${npx("homeport upgrade-database wiki-db --to postgres:17.6")}   # says what it would do`,
      `${npx("homeport upgrade-database wiki-db --to postgres:17.6 --yes")} && ${npx("pulumi up --stack prod")}`,
      npx("homeport upgrade-database cloud/db --to mariadb:11.8.5 --yes"),
      `${npx("homeport upgrade-database wiki-db --back --yes")}         # the data from before it`,
    ],
    ends: {
      [exitCodes.done]:
        "the data are there, and what is to be done next is told; or what would be done is told",
      [exitCodes.amiss]: "it failed, and the database runs with its former data",
      [exitCodes.unusable]: "it cannot be done, and nothing has changed",
      [exitCodes.unfinished]: "it was cut off in the midst; run again, it goes on, and --back gives it up",
    },
  })
    .argument("<database>", "name of a database, or of an application with its database: cloud/db")
    .option("--to <image>", "the image that it is to have, with a tag that begins with the version")
    .option("--yes", "does it; without, it only says what it would do", false)
    .option("--back", "brings the data from before the upgrade back", false)
    .option(
      "--leave-behind",
      "goes on although the server has more than the database: other databases, users, settings",
      false,
    )
    .option("--stack <stack>", "its environment; needed where several have the database")
    .option("--host <host>", "which host's data; needed where it is on several")
    .option(
      "--ready-seconds <number>",
      "how long what uses it may take to get ready again, where it is started with the former data",
      readySeconds,
      300,
    )
    .action(async (database, options) => {
      const { run } = await import("./run.ts");
      running.end(await run({ database, ...options }, running));
    });
