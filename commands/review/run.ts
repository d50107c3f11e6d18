import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectDefaults, readStacks } from "../../components/settings/files";
import { inUrl } from "../../components/shared/address";
import { type ExitCode, exitCodes } from "../shared/failure";
import { readFile } from "../shared/file";
import { renderJson } from "../shared/json";
import { projectIn } from "../shared/project";
import type { Surroundings } from "../shared/surroundings";
import { checkAddress } from "./address";
import { withSettings } from "./file";
import { reviewSettings } from "./settings";
import { leaving, reviewStacks, stackOf } from "./stacks";

/** What the command is asked for. */
export interface Options {
  readonly number: number;
  readonly like: string;
  readonly most: number;
  readonly bindAddress: string;
  readonly subnets: string;
  /** File with the list of stacks, `-` for the standard input. @default nobody else has an environment */
  readonly stacks?: string;
  readonly json: boolean;
}

/** Writes the settings of a merge request's environment. */
export async function run(options: Options, surroundings: Surroundings): Promise<ExitCode> {
  const { folder, out, err } = surroundings;
  const { number, most, stacks, bindAddress, json } = options;
  checkAddress(bindAddress);
  const there =
    stacks === undefined ? [] : reviewStacks(stacks, readFile(surroundings, stacks, "--stacks stacks.json"));
  const gone = leaving(number, there, most);
  const project = projectIn(folder);
  const { values, resolved } = reviewSettings({
    ...options,
    stacks: readStacks(folder, project),
    living: there.filter((one) => !gone.includes(one)).map((one) => one.number),
  });
  const name = `Pulumi.${stackOf(number)}.yaml`;
  const file = join(folder, name);
  const before = existsSync(file) ? readFileSync(file, "utf8") : "";
  writeFileSync(file, withSettings(before, project, values, projectDefaults(folder, project)));

  const { ports, network } = resolved;
  const leave = gone.map(({ stack }) => stack);
  const at = `https://${inUrl(network.bindAddress)}:${ports.https}`;
  const told = { stack: stackOf(number), file: name, at, ports, subnet: network.subnet, leave };
  out(json ? renderJson(told) : leave.map((stack) => `${stack}\n`).join(""));
  const { http, stats, router } = ports;
  err(`${name}: ${at}, HTTP ${http}, statistics ${stats}, router ${router}, network ${network.subnet}\n`);
  const all = leave.join(", ");
  if (all) err(`${most} ${most === 1 ? "environment" : "environments"} at most; these go first: ${all}\n`);
  return exitCodes.done;
}
