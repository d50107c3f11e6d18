import { npx } from "../../components/shared/npx";
import { placeNumber } from "../backups/numbers";
import { command } from "../shared/command";
import { exitCodes } from "../shared/failure";
import type { Running } from "../shared/surroundings";

export const move = (running: Running) =>
  command("move", {
    summary: "moves a service's data to another host: as it is planned, or after a machine's death",
    description: `By itself it says what it would do; with --yes it stops the service, makes a last set of all its data, and puts that into volumes of the same names on the other host. From then on the preview takes the service on that host and on no other: change the program, and ${npx("pulumi up starts it there. With --source-is-gone")}, the data come from the newest set, and a machine that returns makes no set of them any more. The former volumes stay where they are.`,
    examples: [
      `${npx("homeport move wiki --to apps")}                 # says what it would do`,
      `${npx("homeport move wiki --to apps --yes")} && ${npx("pulumi up --stack prod")}`,
      `${npx("homeport move wiki --to apps --back --yes")}    # gives up one that was cut off`,
      npx("homeport move wiki --to apps --source-is-gone --yes"),
    ],
    ends: {
      [exitCodes.done]:
        "the data are there, and what is to be done next is told; or what would be done is told",
      [exitCodes.amiss]: "it failed, and the service runs where it was",
      [exitCodes.unusable]: "it cannot be done, and nothing has changed",
      [exitCodes.unfinished]: "it was cut off; run again, it goes on",
    },
  })
    .argument("<service>", "name of a service, an application or a database")
    .option("--to <host>", "the host that it is to be on; one that the program has already")
    .option("--stack <stack>", "its environment; needed where several have the service")
    .option("--source-is-gone", "the machine that has the data does not come back, or not soon", false)
    .option("--set <name>", "with --source-is-gone: another set than the newest")
    .option(
      "--accept-rows",
      "with --source-is-gone: takes a database although its tables have other numbers of rows than in the set",
      false,
    )
    .option("--back", "gives up a move that was cut off, and starts the service where it was", false)
    .option("--drop", "gives up what the other host keeps from before an earlier exchange", false)
    .option(
      "--place <number>",
      "by way of which repository, 0 for the first; by default the first that the other host reaches",
      placeNumber,
    )
    .option("--yes", "does it; without, it only says what it would do", false)
    .action(async (service, options) => {
      const { run } = await import("./run.ts");
      running.end(await run({ service, ...options }, running));
    });
