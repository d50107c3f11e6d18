import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { forAnyShell } from "../../components/hosts/machine/script";
import { commandLine } from "../../components/shared/shell";
import type { Engine } from "./state";

const patience = 30;

/**
 * Runs a command that uses an engine by way of `docker`. That takes no options for `ssh`; with them, the command is run
 * where the engine is.
 * @param seconds how long it may take
 */
export function runOn(
  { endpoint, sshOptions }: Engine,
  command: readonly [string, ...string[]],
  seconds = patience,
): SpawnSyncReturns<string> {
  const [, user = "", name = "", port = "22"] =
    /^ssh:\/\/(?:([^@]+)@)?([^:/]+)(?::(\d+))?/.exec(endpoint) ?? [];
  const [program, ...words] = command;
  const limits = { encoding: "utf8", timeout: seconds * 1000, maxBuffer: 2 ** 26 } as const;
  if (sshOptions.length === 0 || name === "") {
    const env = endpoint === "" ? process.env : { ...process.env, DOCKER_HOST: endpoint };
    return spawnSync(program, words, { ...limits, env });
  }
  const who = user === "" ? [] : ["-l", user];
  return spawnSync(
    "ssh",
    [...sshOptions, ...who, "-p", port, "--", name, forAnyShell(commandLine(...command))],
    limits,
  );
}
