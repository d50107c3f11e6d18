import { npx } from "../../components/shared/npx";
import { command } from "../shared/command";
import { exitCodes } from "../shared/failure";
import type { Running } from "../shared/surroundings";

export const maintenance = (running: Running) =>
  command("maintenance", {
    summary: "shows a page in the place of a service, while somebody works on it",
    description: `With \`on\`, the farm answers all visitors of a service with a page, status 503 and when to come again, but for those in the farm's \`maintenance.allow\`. It begins and ends at once, without an update and without a reload: what is under way goes on. It lasts until \`off\`, also through restarts of the farm and through updates of whatever kind. Of an application, all of its parts are meant, or the one that is named. Without \`on\` or \`off\`, it is only said.`,
    examples: [
      npx("homeport maintenance blog on --stack prod"),
      npx("homeport maintenance blog on --stack prod --message 'Back at eight.'"),
      npx("homeport maintenance blog off --stack prod"),
    ],
    ends: {
      [exitCodes.done]: "it is as asked for; without on or off: it is said",
      [exitCodes.amiss]: "a farm does not know of maintenance yet, or has not taken it",
    },
  })
    .argument("<service>", "name of the service, of an application, or of a part of one: cloud/web")
    .argument("[on|off]", "whether the page is shown")
    .option("--stack <stack>", "its environment; needed where several have the service")
    .option("--message <text>", "what the page says, one paragraph of at most 500 characters")
    .option("--json", "for programs", false)
    .action(async (service, state, options) => {
      const { run } = await import("./run.ts");
      running.end(await run({ service, state, ...options }, running));
    });
