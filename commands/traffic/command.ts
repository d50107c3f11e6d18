import { npx } from "../../components/shared/npx";
import { command } from "../shared/command";
import { exitCodes } from "../shared/failure";
import type { Running } from "../shared/surroundings";
import { since, wholeNumber } from "../shared/values";

export const traffic = (running: Running) =>
  command("traffic", {
    summary: "counts what visitors asked for, from the farm's log",
    description:
      "Reads the access log that a farm's container has, and counts by service: requests, answers that are an error (5xx) or the visitor's to mend (4xx), those who went before an answer, the slowest paths and the busiest addresses. What the monitor asks for is not counted. Nothing is kept. Addresses are cut short to their network (/24, of IPv6 /48).",
    examples: [
      npx("homeport traffic --stack prod"),
      npx("homeport traffic --since 2h --top 10"),
      npx("homeport traffic --since 15m --addresses"),
    ],
    ends: { [exitCodes.amiss]: "the log of a farm cannot be read" },
  })
    .option("--stack <stack>", "this environment alone; by default all that the project has")
    .option(
      "--since <time>",
      "how long ago it begins, as 15m or 24h, or a time as 2026-11-27T20:00:00Z",
      since,
      "24h",
    )
    .option("--addresses", "shows addresses whole", false)
    .option(
      "--top <count>",
      "how many paths are shown, and how many addresses of each service",
      wholeNumber("--top", { least: 1, most: 100, example: "10" }),
      5,
    )
    .option("--json", "for programs", false)
    .action(async (options) => {
      const { run } = await import("./run.ts");
      running.end(await run(options, running));
    });
