import { npx } from "../../components/shared/npx";
import { command } from "../shared/command";
import { exitCodes } from "../shared/failure";
import type { Running } from "../shared/surroundings";

export const shell = (running: Running) =>
  command("shell", {
    summary: "opens a shell in a container of a service, on whichever host it runs",
    description:
      "Opens bash where the image has it, else sh: in the first container of the service that is well, or that has just started, or in the one that is named. Of an application, say which of its containers. Without a terminal the shell reads its commands from the standard input.",
    examples: [
      npx("homeport shell blog --stack prod"),
      npx("homeport shell blog --container blog-1"),
      npx("homeport shell cloud/db --stack prod"),
      `echo id | ${npx("homeport shell blog")}`,
    ],
    ends: {
      [exitCodes.done]: "the shell has ended",
      [exitCodes.amiss]: "what the shell read from the standard input failed",
    },
  })
    .argument("<service>", "name of the service or proxy, or of one container")
    .option("--stack <stack>", "its environment; needed where several have the service")
    .option(
      "--container <name>",
      "one of its containers, as blog-1 or by its whole name; by default the first that is well, or has just started",
    )
    .action(async (service, options) => {
      const { run } = await import("./run.ts");
      running.end(await run({ service, ...options }, running));
    });
