import { withDefaults } from "../shared/defaults";
import type { FittedLimits, Limits } from "../shared/hardening";
import { toMebibytes } from "../shared/size";
import type { Survey } from "./survey";

/** How much an engine can give, and which limits its kernel keeps. */
export interface Capacity extends Pick<Survey, "keeps"> {
  /** @default nobody knows yet */
  readonly processors: number | undefined;
}

/**
 * Fits limits to what an engine can: defaults to its processors, and nothing that it would drop, as the provider then
 * finds a difference each time.
 * @returns the limits, or why the engine refuses what was asked for
 */
export function fitLimits(
  path: string,
  host: string,
  defaults: Limits,
  given: Limits | undefined,
  { processors = Number.POSITIVE_INFINITY, keeps }: Capacity,
): FittedLimits | { readonly refused: string } {
  if (given?.cpus !== undefined && given.cpus > processors)
    return {
      refused: `${path}.limits.cpus: ${given.cpus} is more than host ${host} has (${processors}); example: ${processors}`,
    };
  const { memory, reservation, cpus, processes } = withDefaults<Limits>(defaults, given);
  if (memory && reservation && toMebibytes(reservation) > toMebibytes(memory))
    return {
      refused: `${path}.limits.reservation: "${reservation}" is more than the limit of the memory (${memory}); lower it, or raise limits.memory`,
    };
  return {
    memory: keeps.memory ? memory : undefined,
    reservation: keeps.memory ? reservation : undefined,
    withoutSwap: keeps.swap,
    cpus: cpus === undefined ? undefined : Math.min(cpus, processors),
    processes,
  };
}

/** What a person has to know of a host that keeps fewer limits, or undefined. */
export function unkept(host: string, { keeps }: Capacity): string | undefined {
  if (!keeps.memory)
    return `host ${host} limits no container's memory: its kernel has no memory control group. On a Raspberry Pi, add "cgroup_enable=memory" to /boot/firmware/cmdline.txt and start it again.`;
  return undefined;
}
