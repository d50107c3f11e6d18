import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type ExitCode, exitCodes, Failure } from "../shared/failure";
import type { Surroundings } from "../shared/surroundings";
import { defaultFiles } from "./compose/defaultFiles";
import { loadProject } from "./compose/load";
import type { Reading } from "./compose/project";
import { askEngine } from "./engine/ask";
import { noFacts } from "./engine/facts";
import { readHome } from "./home";
import { adoptProject } from "./map/adopt";
import { Settings } from "./map/settings";
import { keyOf } from "./map/units";
import { Notes } from "./notes";
import { filesSeenFrom } from "./read/source";
import { readVirtualHosts } from "./vhosts/read";
import { renderPlan } from "./write/plan";
import { renderProgram } from "./write/program";
import { renderNotes } from "./write/report";

/** What the command is asked for. */
interface Options {
  readonly file: readonly string[];
  readonly env: readonly string[];
  readonly profile: readonly string[];
  readonly vhosts?: string;
  readonly domain: readonly string[];
  readonly name?: string;
  readonly show?: boolean;
}

/** Takes an application in: reads, writes two files, and tells what became of what. */
export async function run(file: string, options: Options, surroundings: Surroundings): Promise<ExitCode> {
  const { folder, variables, out, terminal } = surroundings;
  const whole = (path: string) => resolve(folder, path);
  const files = filesSeenFrom(folder);
  const [notes, settings] = [new Notes(), new Settings()];
  const reading: Reading = { files, notes, settings, variables };
  const named =
    options.file.length > 0 ? [whole(file), ...options.file.map(whole)] : defaultFiles(reading, whole(file));
  const env = options.env.length > 0 ? options.env.map(whole) : undefined;
  const project = loadProject(reading, { files: named, env, profiles: options.profile });
  const name = nameOf(options.name ?? keyOf(project.name));
  const target = join("apps", `${name}.ts`);
  if (!options.show && existsSync(whole(target)))
    throw new Failure(
      `${target}: it is there already, and what you wrote in it is not overwritten; example: --name ${name}2, or --show`,
    );
  const home = readHome(folder, name);
  terminal.progress("asking the engine …");
  const asked = await askEngine(project, variables);
  const engine = typeof asked === "string" ? noFacts : asked;
  const virtualHosts =
    options.vhosts === undefined ? undefined : readVirtualHosts(whole(options.vhosts), files, notes);
  const domains = domainsOf(options.domain, project.services);
  const adopted = adoptProject(project, reading, { engine, virtualHosts, domains, home: folder });
  if (adopted.containers.length === 0) {
    terminal.progress();
    out(`nothing is left to take in\n\n${renderNotes(notes)}`);
    return exitCodes.done;
  }
  const library = libraryOf(folder);
  const draft = { name, files: project.files, adopted, settings, lost: [], library };
  tellAsked(renderProgram(draft), settings, notes);
  const program = { ...draft, lost: notes.of("lost") };
  const text = renderProgram(program);
  const sources = { files, whole, values: settings.values };
  const notAsked = typeof asked === "string" ? asked : undefined;
  const plan = renderPlan({
    program,
    text,
    notes,
    sources,
    composeFiles: project.files,
    project: project.name,
    engine,
    home,
    notAsked,
  });
  terminal.progress();
  if (options.show) out(`${text}\n${plan}`);
  else {
    mkdirSync(whole("apps"), { recursive: true });
    writeFileSync(whole(target), text);
    writeFileSync(whole(join("apps", `${name}.md`)), plan);
    const first = home.begin ? "; no home is in this folder yet, and it begins with one" : "";
    out(`${target} is the program, apps/${name}.md how it moves${first}\n\n${renderNotes(notes)}`);
  }
  return notes.of("lost").length > 0 ? exitCodes.unusable : exitCodes.done;
}

/** @throws Failure where it is none for a file and a resource. */
function nameOf(name: string): string {
  if (/^[a-z][a-z0-9-]{0,40}$/.test(name)) return name;
  throw new Failure(
    `--name: ${JSON.stringify(name)} is no name of small letters, digits and hyphens; example: --name cloud`,
  );
}

/** What is asked of a person by settings of the program; others are of what was left out. */
function tellAsked(text: string, settings: Settings, notes: Notes): void {
  for (const { name, what, known, at } of settings.all)
    if (what !== undefined && !known && text.includes(`"${name}"`))
      notes.add("decide", at, `the setting ${name}: ${what}`);
}

function domainsOf(
  given: readonly string[],
  services: ReadonlyMap<string, unknown>,
): ReadonlyMap<string, readonly string[]> {
  const all = new Map<string, string[]>();
  for (const one of given) {
    const [, container = "", domain] = /^([^=]+)=(\S+)$/.exec(one) ?? [];
    if (domain === undefined || !services.has(container))
      throw new Failure(
        `--domain: ${JSON.stringify(one)} names no container (${[...services.keys()].join(", ")}) with a name; example: --domain ${[...services.keys()][0]}=cloud.example.org`,
      );
    all.set(container, [...(all.get(container) ?? []), domain]);
  }
  return all;
}

/** Homeport's own program has the components beside it; any other has the package. */
function libraryOf(folder: string): string {
  const file = join(folder, "package.json");
  if (!existsSync(file)) return "homeport";
  const { name } = JSON.parse(readFileSync(file, "utf8")) as { name?: string };
  return name === "homeport" ? "../components" : "homeport";
}
