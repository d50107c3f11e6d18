import { findBackups } from "../backups/find";
import { backendOf } from "../shared/backend";
import { type ExitCode, exitCodes, Failure } from "../shared/failure";
import { pulumiIn } from "../shared/pulumi";
import type { Surroundings } from "../shared/surroundings";
import { required } from "../shared/values";
import { bringOne, type OneOptions } from "./one";
import { renderSheet } from "./sheet";
import { bringState } from "./state";
import { isStateKept } from "./stateKept";
import { restoreVolumes, type VolumesOptions } from "./volumes/run";

/** What the command is asked for. */
interface Options extends OneOptions, VolumesOptions {
  readonly service?: string;
  readonly sheet: boolean;
  readonly state: boolean;
}

/** Brings a file or a directory to this machine, restores volumes, or prints what to do without them. */
export async function run(
  { service: named, sheet, state, ...options }: Options,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { path, to, yes, back, drop, stack } = options;
  if (sheet) {
    if (named !== undefined || path !== undefined || yes || back || drop)
      throw new Failure("--sheet: prints what to do for all of an environment; only --stack goes with it");
    const ask = pulumiIn(surroundings.variables);
    const [found, backend] = await Promise.all([findBackups(undefined, stack, ask), backendOf(ask)]);
    const hasState = await isStateKept(found, surroundings.variables);
    surroundings.out(renderSheet({ found, backend, now: surroundings.now, hasState }));
    return exitCodes.done;
  }
  if (state) {
    if (named !== undefined || path !== undefined || yes || back || drop)
      throw new Failure(
        "--state: brings the state of a stack to a file, and nothing else; only --to and --stack go with it",
      );
    return bringState(options, surroundings);
  }
  const service = required(named, "service", "a service's name, perhaps with a volume", "wiki/files");
  if (path === undefined && to === undefined) {
    if (back && drop)
      throw new Failure("--drop: removes what --back would bring back; leave one of them out");
    return restoreVolumes(service, options, surroundings);
  }
  if (yes || back || drop)
    throw new Failure("--path: brings a copy to this machine, at once; leave --yes, --back and --drop out");
  return bringOne(service, options, surroundings);
}
