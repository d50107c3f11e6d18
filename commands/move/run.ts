import { type ExitCode, Failure } from "../shared/failure";
import type { Surroundings } from "../shared/surroundings";
import { required } from "../shared/values";
import { type GoneOptions, moveFromGone } from "./gone";
import { movePlanned, type PlannedOptions } from "./planned";
import { findSubject } from "./subject";

/** What the command is asked for. */
interface Options extends PlannedOptions, GoneOptions {
  readonly service: string;
  readonly to?: string;
  readonly stack?: string;
  readonly sourceIsGone: boolean;
}

/** Moves a service's data to another host, or says what that would do. */
export async function run(options: Options, surroundings: Surroundings): Promise<ExitCode> {
  const { service, stack, sourceIsGone, set, back } = options;
  const to = required(options.to, "--to", "a host's name", "apps");
  if (sourceIsGone && back)
    throw new Failure("--back: starts the service where it was, which is gone; leave one of the two out");
  if (set !== undefined && !sourceIsGone)
    throw new Failure("--set: a planned move takes the data as they are; it is for --source-is-gone");
  surroundings.terminal.progress("asking Pulumi …");
  const sought = { service, to, ...(stack === undefined ? {} : { stack }) };
  const subject = await findSubject(sought, surroundings.variables);
  return sourceIsGone
    ? moveFromGone(subject, options, surroundings)
    : movePlanned(subject, options, surroundings);
}
