import { npx } from "../../components/shared/npx";
import { command } from "../shared/command";
import { exitCodes } from "../shared/failure";
import type { Running } from "../shared/surroundings";
import { list } from "../shared/values";

export const adopt = (running: Running) =>
  command("adopt", {
    summary: "takes in an application that Docker Compose runs",
    description:
      "Reads Compose files with what they include and extend, labels of Traefik and virtual hosts of Apache and nginx, and writes apps/<name>.ts, a program for the home, and apps/<name>.md, the plan of the move. Shows with file and line what is done otherwise, was left out, is lost and has to be decided. Where the engine answers, it is asked for the names of volumes, what exactly runs, and how much memory that takes. Nothing that runs is changed, and no secret's value is shown.",
    examples: [
      npx("homeport adopt compose.yml"),
      npx("homeport adopt ~/nextcloud/compose.yml --name cloud --vhosts /etc/apache2/sites-enabled"),
      npx("homeport adopt compose.yml -f compose.prod.yml --env prod.env --profile mail --show"),
    ],
    ends: {
      [exitCodes.done]: "the program is written",
      [exitCodes.unusable]:
        "something is lost, and the program does not start until that is decided; or it cannot be told or done",
    },
  })
    .argument("<file>", "a Compose file, or its folder")
    .option("-f, --file <file>", "another one on top of it; can be repeated", list, [])
    .option("--env <file>", "values for variables, in place of .env; can be repeated", list, [])
    .option("--profile <profile>", "services of this profile, too; can be repeated; * is all", list, [])
    .option(
      "--vhosts <path>",
      "virtual hosts of Apache or nginx: a folder, or what nginx -T or apachectl -S prints",
    )
    .option("--domain <container=name>", "a name that a container answers for; can be repeated", list, [])
    .option("--name <name>", "what the application is called; by default as the project is")
    .option("--show", "shows the program and the plan instead of writing them")
    .action(async (file, options) => {
      const { run } = await import("./run.ts");
      running.end(await run(file, options, running));
    });
