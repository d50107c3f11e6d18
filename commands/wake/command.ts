import { npx } from "../../components/shared/npx";
import { command } from "../shared/command";
import { exitCodes } from "../shared/failure";
import type { Running } from "../shared/surroundings";
import { list } from "../shared/values";

export const wake = (running: Running) =>
  command("wake", {
    summary: "starts an environment that sleeps, and waits until it answers",
    description: `Starts what \`${npx("homeport sleep")}\` has stopped, on all hosts: routers, then services, those first that others wait for, then the farm and what makes backups. Jobs are not done again. Ends when every name of every service is answered through the farm, and says how long that took and how much memory it takes. Where it was cut off, it goes on when it is called again.`,
    examples: [npx("homeport wake staging"), npx("homeport wake --stack staging --json")],
    ends: {
      [exitCodes.done]: "it is awake, and every name is served",
      [exitCodes.amiss]: "it is awake, and something is not well: a name is not served, a container is gone",
      [exitCodes.unanswered]: "a host does not answer; nothing was started",
    },
  })
    .argument("[stack]", "the environment; needed here or as --stack")
    .option("--stack <stack>", "the environment")
    .option("--at <address>", "where the farm is reached from here (default: what the stack says)")
    .option("--except <service>", "a service that is not asked; can be repeated", list, [])
    .option("--json", "for programs", false)
    .action(async (name, options) => {
      const { run } = await import("./run.ts");
      running.end(await run({ name, ...options }, running));
    });
