import { askSets, order } from "../backups/ask";
import { findBackups } from "../backups/find";
import { type ExitCode, exitCodes, Failure } from "../shared/failure";
import { renderJson } from "../shared/json";
import { pulumiIn } from "../shared/pulumi";
import type { Surroundings } from "../shared/surroundings";
import { type AskedBackups, isWell, listed, renderBackups } from "./render";
import { keepState } from "./state";

/** What the command is asked for. */
interface Options {
  readonly service?: string;
  readonly stack?: string;
  readonly list: boolean;
  readonly read: boolean;
  readonly json: boolean;
  readonly state: boolean;
}

/** Makes a set, and shows what there is. */
export async function run(
  { service, stack, list, read, json, state }: Options,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { variables, out, terminal } = surroundings;
  if (state) {
    if (list || read || service !== undefined)
      throw new Failure("--state: keeps the state of a whole stack; leave a service, --list and --read out");
    return keepState(stack, surroundings);
  }
  if (list && read) throw new Failure("--list: only shows; leave --read out, which has repositories read");
  terminal.progress("asking Pulumi …");
  const found = await findBackups(service, stack, pulumiIn(variables));
  const told = await Promise.all(
    found.map(async (one): Promise<AskedBackups> => {
      terminal.progress(list ? "asking the repositories …" : `${one.name} on ${one.host} is at work …`);
      if (!list) await order(one, read ? "read" : "set", variables);
      const { stack: environment, name, host, volumes } = one;
      return {
        stack: environment,
        name,
        host,
        volumes,
        places: await askSets(one, variables, { newest: listed }),
      };
    }),
  );
  terminal.progress();
  out(json ? renderJson(told) : renderBackups(told, Date.now(), terminal.columns));
  return told.every(isWell) ? exitCodes.done : exitCodes.amiss;
}
