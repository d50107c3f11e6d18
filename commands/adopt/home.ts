import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { projectDefaults, projectName, readStacks } from "../../components/settings/files";
import { firstFiles } from "../../components/settings/firstFile";
import { pulumiCommand } from "../../components/shared/pulumiCommand";
import { beginLines } from "../shared/beginning";
import { Failure } from "../shared/failure";
import { keyOf } from "./map/units";

/** The two environments of a plan, in the order in which they get places. */
const stacks = ["prod", "staging"] as const;

/** The home that an application moves into, as its folder has it. */
export interface Home {
  /** How Pulumi is called there. */
  readonly pulumi: string;
  /** Lines that make one of a template. @default it is there */
  readonly begin?: readonly string[];
  /** Stacks that have no file, and may have to be made. */
  readonly unmade: readonly string[];
  /** What to write for stacks that do not say yet where they are, by stack. */
  readonly settings: ReadonlyMap<string, string>;
  /** What the program calls the router that the application is given. @default nobody knows */
  readonly router?: string;
  /** What its list of services has already. @default nobody knows */
  readonly services?: readonly string[];
}

/**
 * @param app what the application is to be called
 * @throws SettingsError where the project's files cannot be read.
 * @throws Failure where the home is called the same.
 */
export function readHome(folder: string, app: string): Home {
  const there = existsSync(folder) ? readdirSync(folder) : [];
  const begun = there.some((file) => /^Pulumi\.ya?ml$/.test(file));
  const program = begun && there.includes("index.ts") ? readFileSync(join(folder, "index.ts"), "utf8") : "";
  const project = begun ? projectName(folder) : nameOf(folder, app);
  if (project === app)
    throw new Failure(
      `--name: the home itself is called ${app} (in Pulumi.yaml), and would take the application's settings for its own; example: --name ${app}-app`,
    );
  const services = /^const services = \[(.*)\];$/m.exec(program)?.[1];
  return {
    ...(begun
      ? { pulumi: pulumiCommand(folder) }
      : { pulumi: "npx pulumi", begin: beginLines(folder, project) }),
    unmade: stacks.filter((stack) => !there.some((file) => isFileOf(stack, file))),
    settings: begun && !program.includes("loadSettings(") ? new Map() : settingsOf(folder, project, begun),
    router: begun ? /^const (\w+) = new TraefikRouter\(/m.exec(program)?.[1] : "router",
    services: begun ? services?.split(/,\s*/).filter(Boolean) : ["site"],
  };
}

const isFileOf = (stack: string, file: string): boolean =>
  file === `Pulumi.${stack}.yaml` || file === `Pulumi.${stack}.yml`;

/** What a home is called that is not there yet: as its folder, if that is not where the application came from. */
function nameOf(folder: string, app: string): string {
  const name = keyOf(basename(folder));
  return name === app ? `${name}-home` : name;
}

function settingsOf(folder: string, project: string, begun: boolean): ReadonlyMap<string, string> {
  if (!begun) return firstFiles(project, stacks, [], {});
  const all = readStacks(folder, project);
  const lacking = stacks.filter(
    (stack) => all.find((one) => one.stack === stack)?.values.network === undefined,
  );
  return firstFiles(project, lacking, all, projectDefaults(folder, project));
}
