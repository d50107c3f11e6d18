import { npx } from "../../components/shared/npx";
import { command } from "../shared/command";
import { exitCodes } from "../shared/failure";
import type { Running } from "../shared/surroundings";

export const alert = (running: Running) =>
  command("alert", {
    summary: "shows what the monitor finds, and sends a message to try who gets it",
    description:
      "Asks the monitor of an environment which alerts there are, also those that are told nobody. With --test it sends one message to everybody in `notify`, waits until each has taken it, and says whether somebody takes the heartbeat. It also says which figures a rule asks for and nothing tells; --json is what the guard rail `quiet` reads.",
    examples: [npx("homeport alert --stack prod"), npx("homeport alert --stack prod --test")],
    ends: {
      [exitCodes.done]:
        "there is no alert, and every figure is there; with --test, everybody has taken the message",
      [exitCodes.amiss]: "there are alerts, or a figure is missing; with --test, somebody has not taken it",
    },
  })
    .option("--stack <stack>", "its environment; needed where several have a monitor")
    .option("--test", "sends a message", false)
    .option("--json", "for programs", false)
    .action(async (options) => {
      const { run } = await import("./run.ts");
      running.end(await run(options, running));
    });
