import { npx } from "../../components/shared/npx";
import { command } from "../shared/command";
import { exitCodes } from "../shared/failure";
import type { Running } from "../shared/surroundings";
import { wholeNumber } from "../shared/values";

export const status = (running: Running) =>
  command("status", {
    summary: "shows what runs, and what is wrong",
    description: `Asks Pulumi's state, the engines of all hosts and the farms, and shows what is wrong first: containers that do not run, are gone, foreign or end again and again, certificates that end, hosts that do not answer. What cannot be asked is said, and keeps nobody from the rest. Whether each address is served is asked by \`${npx("homeport smoke")}\`.`,
    examples: [npx("homeport status"), npx("homeport status --stack prod"), npx("homeport status --json")],
    ends: { [exitCodes.done]: "all is well", [exitCodes.amiss]: "something is wrong" },
  })
    .option("--stack <stack>", "this environment alone; by default all that the project has")
    .option(
      "--days <days>",
      "a certificate that ends within so many days is wrong",
      wholeNumber("--days", { least: 0, most: 3650, example: "14" }),
      14,
    )
    .option("--json", "for programs")
    .action(async (options) => {
      const { run } = await import("./run.ts");
      running.end(await run(options, running));
    });
