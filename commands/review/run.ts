import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectDefaults, projectName, readStacks } from "../../components/settings/files";
import { SettingsError } from "../../components/settings/parse";
import { inUrl } from "../../components/shared/address";
import { exitCodes, Failure } from "../preview/failure";
import { readFile } from "../preview/read/file";
import { withSettings } from "./file";
import { type Options, readOptions, usage } from "./options";
import { reviewSettings } from "./settings";
import { leaving, reviewStacks, stackOf } from "./stacks";

/** Where the command reads and writes. */
export interface Surroundings {
  readonly words: readonly string[];
  /** The project's. */
  readonly folder: string;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/** The command, from its arguments to its exit code. */
export function run({ words, folder, out, err }: Surroundings): number {
  try {
    const options = readOptions(words);
    if (!options) out(`${usage}\n`);
    else work(options, folder, out, err);
    return exitCodes.done;
  } catch (error) {
    if (!(error instanceof Failure || error instanceof SettingsError)) throw error;
    err(`homeport-review: ${error.message}\n`);
    return exitCodes.unusable;
  }
}

function work(options: Options, folder: string, out: (text: string) => void, err: (text: string) => void) {
  const { number, most } = options;
  const there =
    options.stacks === undefined
      ? []
      : reviewStacks(options.stacks, readFile(folder, options.stacks, "--stacks stacks.json"));
  const gone = leaving(number, there, most);
  const project = projectName(folder);
  const { values, resolved } = reviewSettings({
    ...options,
    stacks: readStacks(folder, project),
    living: there.filter((one) => !gone.includes(one)).map((one) => one.number),
  });
  const name = `Pulumi.${stackOf(number)}.yaml`;
  const file = join(folder, name);
  const before = existsSync(file) ? readFileSync(file, "utf8") : "";
  writeFileSync(file, withSettings(before, project, values, projectDefaults(folder, project)));
  out(gone.map(({ stack }) => `${stack}\n`).join(""));
  const { http, https, stats, router } = resolved.ports;
  const { bindAddress, subnet } = resolved.network;
  err(
    `${name}: https://${inUrl(bindAddress)}:${https}, HTTP ${http}, statistics ${stats}, router ${router}, network ${subnet}\n`,
  );
  const all = gone.map(({ stack }) => stack).join(", ");
  if (all) err(`${most} ${most === 1 ? "environment" : "environments"} at most; these go first: ${all}\n`);
}
