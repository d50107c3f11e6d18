import { npx } from "../../components/shared/npx";
import { placeNumber, readySeconds } from "../backups/numbers";
import { command } from "../shared/command";
import { exitCodes } from "../shared/failure";
import type { Running } from "../shared/surroundings";
import { list } from "../shared/values";

export const rehearse = (running: Running) =>
  command("rehearse", {
    summary: "rebuilds an environment from another one's backup, and asks whether all is well",
    description:
      "Brings the newest set of an environment's backups up in another environment of the same program, through that one's own proxies, and asks every name of every service. Databases are loaded beside those in use, compared with what was counted when they were dumped, and scrubbed before any application starts. It says what it would do, and with --yes does it; where something does not hold, the former data come back. What was seen is written to rehearsal.json.",
    examples: [
      `${npx("homeport rehearse --from prod --to staging")}         # says what it would do`,
      npx("homeport rehearse --from prod --to staging --yes"),
      `${npx("homeport rehearse --to staging --back --yes")}         # the data from before it`,
      npx("homeport rehearse --from prod --to staging --set 20261128T031500Z --yes"),
    ],
    ends: {
      [exitCodes.done]: "all is there, and holds; or what would be done is told",
      [exitCodes.amiss]: "something did not hold, and the environment has its former data again",
      [exitCodes.unusable]: "it cannot be done, and nothing has changed",
      [exitCodes.unfinished]: "it was cut off in the midst of the exchange; run again, it goes on",
    },
  })
    .option("--from <stack>", "the environment whose backups are brought up")
    .option("--to <stack>", "the environment that they are brought up in")
    .option(
      "--set <name>",
      `one set, by its name in ${npx("homeport backup --list")}; by default the newest; of one host of several: --set attic=20261128T031500Z; can be repeated`,
      list,
      [],
    )
    .option("--yes", "does it; without, it only says what it would do", false)
    .option("--back", "brings the data from before the last rehearsal back", false)
    .option(
      "--mail-server <address>",
      "a server that applications send mail by, which may not answer them; can be repeated",
      list,
      [],
    )
    .option("--mail-may-leave", "rehearses where mail could leave the environment, too", false)
    .option("--at <address>", "where the farm is reached from here (default: what the stack says)")
    .option("--except <service>", "a service that is not asked; can be repeated", list, [])
    .option(
      "--ready-seconds <number>",
      "how long a container may take to get healthy, and all names to be served",
      readySeconds,
      300,
    )
    .option(
      "--place <number>",
      "which repository, 0 for the first; by default the first that answers",
      placeNumber,
    )
    .option("--report <file>", "where what was seen is written to", "rehearsal.json")
    .option("--json", "writes that instead of the screen", false)
    .action(async (options) => {
      const { run } = await import("./run.ts");
      running.end(await run(options, running));
    });
