import { npx } from "../../components/shared/npx";
import { command } from "../shared/command";
import { exitCodes } from "../shared/failure";
import type { Running } from "../shared/surroundings";

export const sleep = (running: Running) =>
  command("sleep", {
    summary: "stops an environment, and keeps all that it has",
    description: `Stops all containers of an environment on all of its hosts: what makes backups first, then the farm, then services in the reverse of the order in which they start, and what is between them last; each has the time to end that it was promised. Volumes, networks, certificates and the state stay as they are, and no start of an engine brings it back: \`${npx("homeport wake")}\` does. Shows how much memory that frees. Without --yes it is only said.`,
    examples: [
      npx("homeport sleep staging"),
      npx("homeport sleep staging --yes"),
      npx("homeport sleep --stack staging --json"),
    ],
    ends: {
      [exitCodes.done]: "it sleeps; without --yes: it is said what would stop",
      [exitCodes.unanswered]: "a host does not answer; nothing was stopped",
    },
  })
    .argument("[stack]", "the environment; needed here or as --stack")
    .option("--stack <stack>", "the environment")
    .option("--yes", "really does it; without, it is only said", false)
    .option("--json", "for programs", false)
    .action(async (name, options) => {
      const { run } = await import("./run.ts");
      running.end(await run({ name, ...options }, running));
    });
