import { existsSync } from "node:fs";
import { runOn } from "../shared/engineCall";
import { inWords } from "../shared/engineContainer";
import type { Engine } from "../shared/state";
import type { Variables } from "../shared/surroundings";

/** What makes backups, as far as its start is concerned. */
export interface Startable {
  readonly engine: Engine;
  readonly container: string;
  readonly repositories?: readonly string[];
}

/**
 * Why what makes backups cannot be started: a repository's directory is missing, of which an engine keeps no word, or
 * what it has kept.
 * @default it runs, or could be
 */
export async function notStarted(
  { engine, container, repositories = [] }: Startable,
  variables: Variables,
): Promise<string | undefined> {
  const asked = [
    "docker",
    "container",
    "inspect",
    "--format",
    "{{.State.Running}} {{.State.Error}}",
  ] as const;
  const { status, stdout } = await runOn(engine, [...asked, container], variables);
  const [isRunning, ...error] = stdout.trim().split(" ");
  if (status !== 0 || isRunning === "true") return undefined;
  for (const one of repositories)
    if (one.startsWith("/") && (await isMissing(one, engine, variables)))
      return `it cannot be started: its host does not have ${one} any more`;
  return error.length > 0 ? `it cannot be started: ${inWords(error.join(" "))}` : undefined;
}

/** Where an engine is reached by `docker` alone, nobody can look. */
async function isMissing(directory: string, engine: Engine, variables: Variables): Promise<boolean> {
  const { endpoint, sshOptions } = engine;
  if (endpoint === "" || endpoint.startsWith("unix:")) return !existsSync(directory);
  return sshOptions.length > 0 && (await runOn(engine, ["test", "-e", directory], variables)).status === 1;
}
