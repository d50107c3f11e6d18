import { commandLine, quote } from "../../../components/shared/shell";
import type { EngineFacts } from "../engine/facts";
import type { Home } from "../home";
import type { FoundPlace } from "../map/places";
import type { Notes } from "../notes";
import { beginning, block, deployed, first, withOthers } from "./homeSteps";
import { functionName, type Program } from "./program";
import { notesPage } from "./report";
import { copyOf, placeLines, readable, type Sources, secretLine } from "./settingLines";

/** What a plan is made of beside the program. */
export interface Plan {
  readonly program: Program;
  /** The program's text: settings that are not in it are not asked for. */
  readonly text: string;
  readonly notes: Notes;
  readonly sources: Sources;
  /** Files for `docker compose`. */
  readonly composeFiles: readonly string[];
  readonly project: string;
  readonly engine: EngineFacts;
  readonly home: Home;
  /** Why the engine was not asked. @default it was */
  readonly notAsked?: string;
}

/** Writes how an application moves: every step as a line to type, and the way back. */
export function renderPlan(plan: Plan): string {
  const { program, notes, engine, home, notAsked } = plan;
  const { name, adopted, files } = program;
  const places = adopted.volumes.all.filter(({ users }) => users.size > 0);
  const compose = commandLine(
    "docker",
    "compose",
    "-p",
    engine.project ?? plan.project,
    ...plan.composeFiles.flatMap((file) => ["-f", file]),
  );
  const names = [...engine.containers.values()].map((one) => one.name);
  const running = names.length > 0 ? commandLine(...names) : `$(${compose} ps -aq)`;
  const asked =
    notAsked === undefined
      ? ""
      : `\nThe engine was not asked (${notAsked}): names of volumes are as Compose makes them, and are worth a look with\n\`docker volume ls\`.\n`;
  const kept = places.filter(({ kind }) => kind !== "own");
  const production = settingsOf(plan, "prod", kept);
  return `# Moving ${name}

From ${files.join(" and ")} to \`apps/${name}.ts\`. Nothing has been changed yet. Move first and upgrade later: never both at once.
${asked}
${beginning(home)}## 1. Take it in

In \`index.ts\`, beside the services that are there${home.router === undefined ? "; `router` stands for what your program calls its router" : ""}:

\`\`\`ts
import { ${functionName(name)} } from "./apps/${name}";

const services = [${withOthers(home, `...${functionName(name)}(${home.router ?? "router"}).services`)}];
\`\`\`
${first(home)}${production.length > 0 ? `\nWhat each stack says for itself. A secret's value goes from where it is into the settings, and is shown nowhere:\n\n${block(production)}` : ""}
## 2. Rehearse on staging, with copies

${kept.length > 0 ? `A copy is whole only while nothing writes: stop, copy, start.\n\n${block([`${compose} stop`, ...kept.flatMap(copyLines), `${compose} start`])}\n` : ""}${block([...settingsOf(plan, "staging", kept), ...deployed(home, "staging")])}
Look at it as a visitor would, and change something. What leads out of it (mails, webhooks, jobs at fixed times) leads out of
staging, too.

## 3. Move

${kept.length > 0 ? "Keep a copy from before: an older version does not read what a newer one has written. " : ""}What starts by itself at the next boot would meet the new containers on the same data.

${block([`${compose} stop`, `docker update --restart=no ${running}`, ...deployed(home, "prod")])}
\`stop\`, not \`down\`: the old containers stay for the way back.
${adopted.domains.length > 0 ? `\nThen lead ${readable(adopted.domains.join(", "))} here, one virtual host or DNS name at a time.\n` : ""}
## The way back

Take the application out of \`index.ts\`; its data stays where it was.

${block([`${home.pulumi} up --stack prod`, `docker update --restart=${restartOf(engine)} ${running}`, `${compose} start`])}
When all is well for a while: ${inline(`${compose} rm`)}, without \`-v\`.

## What became of the rest

${notesPage(notes) || "Everything is as it was.\n"}`;
}

const inline = (text: string): string => `\`${text}\``;

function settingsOf(
  { program, text, sources, home }: Plan,
  stack: string,
  places: readonly FoundPlace[],
): string[] {
  const { name, settings } = program;
  const used = settings.all.filter((one) => text.includes(`"${one.name}"`));
  const set = `${home.pulumi} config set`;
  const lines = [
    ...placeLines(set, name, places, stack, stack !== "prod"),
    ...used.map((one) =>
      one.secret
        ? secretLine(set, name, one, stack, sources)
        : `${set} ${name}:${one.name} ${one.example ?? "…"} --stack ${stack}${one.what ? `   # ${one.what}` : ""}`,
    ),
  ];
  return lines;
}

/** An image that engines have for long, and that has nothing but what copies. */
const copier = "debian:13-slim";

function copyLines(place: FoundPlace): string[] {
  const [from, to] = [readable(place.name), readable(copyOf(place))];
  if (place.kind === "directory") return [`cp -a ${quote(from)} ${quote(to)}`];
  // An engine makes a volume of whatever name it is told: one that is missing would be copied as an empty one.
  const there = commandLine("docker", "volume", "inspect", "--format", "{{.Name}}", from);
  const copy = commandLine(
    "docker",
    "run",
    "--rm",
    "-v",
    `${from}:/from:ro`,
    "-v",
    `${to}:/to`,
    copier,
    "cp",
    "-a",
    "/from/.",
    "/to/",
  );
  return [`${there} && ${copy}`];
}

function restartOf({ containers }: EngineFacts): string {
  const [policy = "unless-stopped"] = [...containers.values()]
    .map((one) => one.restart)
    .filter((one) => one !== "no");
  return policy;
}
