import { healthySecondsOf, readySecondsOf } from "../containers/health";
import { stopSecondsOf } from "../containers/process";
import type { DeployOrder } from "../services/part";
import type { ApplicationArgs, ApplicationContainer } from "./args";

/** How a container is exchanged, and for how long it is not there. */
export interface Exchange {
  readonly deploys: DeployOrder;
  /** How long the gap can be at most when it is exchanged, in seconds; 0 where there is none. */
  readonly gapSeconds: number;
}

/** How long it may take until others see that it does its work, in seconds. */
export const longestStart = (container: ApplicationContainer): number =>
  container.health
    ? healthySecondsOf(container.health, readySecondsOf(container))
    : readySecondsOf(container);

/** The ways in which each container of an application is exchanged. */
export const exchangeOf = (args: ApplicationArgs, name: string, container: ApplicationContainer): Exchange =>
  isAlone(args, name, container)
    ? { deploys: "stop-first", gapSeconds: stopSecondsOf(container) + longestStart(container) }
    : { deploys: "start-first", gapSeconds: 0 };

/**
 * Whether two of it may not run at once: they would write to the same data or want the same port, or whoever calls it by its name would meet
 * one that is not ready.
 */
const isAlone = (args: ApplicationArgs, name: string, container: ApplicationContainer): boolean =>
  container.udp !== undefined ||
  writesAlone(args, container) ||
  ((container.replicas ?? 1) === 1 && isCalled(args, name, container));

/** Whether it writes to a place to which one of its kind alone may write. */
export const writesAlone = (
  { volumes = {} }: Pick<ApplicationArgs, "volumes">,
  { mounts = [] }: Pick<ApplicationContainer, "mounts">,
): boolean => mounts.some(({ volume, readOnly }) => !readOnly && !volumes[volume]?.shared);

const isCalled = (
  { containers, jobs = {} }: ApplicationArgs,
  name: string,
  { web, aliases = [] }: ApplicationContainer,
): boolean =>
  (web === undefined && aliases.length > 0) ||
  [...Object.values(containers), ...Object.values(jobs)].some(({ after = {} }) => name in after);
