import { type ExitCode, Failure } from "../shared/failure";
import type { Surroundings } from "../shared/surroundings";
import { bringOne, type OneOptions } from "./one";
import { restoreVolumes, type VolumesOptions } from "./volumes/run";

/** What the command is asked for. */
interface Options extends OneOptions, VolumesOptions {
  readonly service: string;
}

/** Brings a file or a directory to this machine, or restores volumes. */
export function run({ service, ...options }: Options, surroundings: Surroundings): Promise<ExitCode> {
  const { path, to, yes, back, drop } = options;
  if (path === undefined && to === undefined) {
    if (back && drop)
      throw new Failure("--drop: removes what --back would bring back; leave one of them out");
    return restoreVolumes(service, options, surroundings);
  }
  if (yes || back || drop)
    throw new Failure("--path: brings a copy to this machine, at once; leave --yes, --back and --drop out");
  return bringOne(service, options, surroundings);
}
