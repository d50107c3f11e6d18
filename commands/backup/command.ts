import { npx } from "../../components/shared/npx";
import { command } from "../shared/command";
import { exitCodes } from "../shared/failure";
import type { Running } from "../shared/surroundings";

export const backup = (running: Running) =>
  command("backup", {
    summary: "makes a backup now, and shows what backups there are and how old",
    description:
      "Has what backs up an environment make a set at once, in every repository, and shows what each repository then has. With a service, only the host that has it.",
    examples: [
      npx("homeport backup --stack prod"),
      npx("homeport backup wiki --stack prod --list"),
      `${npx("homeport backup --stack prod --state")}  # Pulumi's own state, after each ${npx("pulumi up")}`,
      `${npx("homeport backup --stack prod --read")}   # reads a part of each repository, which finds damage`,
    ],
    ends: {
      [exitCodes.done]: "every repository has a complete set, and the last reading found no damage",
      [exitCodes.amiss]: "something is not backed up, or cannot be read",
    },
  })
    .argument("[service]", "name of a service that is backed up")
    .option("--stack <stack>", "its environment; needed where several have backups")
    .option("--list", "only shows what there is", false)
    .option("--read", "reads the next part of each repository instead of making a set", false)
    .option(
      "--state",
      "keeps Pulumi's own state in every repository instead, with its secrets encrypted",
      false,
    )
    .option("--json", "for programs", false)
    .action(async (service, options) => {
      const { run } = await import("./run.ts");
      running.end(await run({ service, ...options }, running));
    });
