import type { DeclaredHost } from "../shared/declared/facts";
import { declaredIn } from "../shared/declared/read";
import { type Deployment, enginesOf, providerOf } from "../shared/state";
import { types } from "../shared/types";

/** A container, network or volume that a state has. */
export interface RecordedObject {
  /** The engine's name of it. */
  readonly name: string;
  /** Where its engine listens; undefined where that is a secret. */
  readonly endpoint: string | undefined;
  /** Whether it was replaced, and goes with the next update. */
  readonly goes: boolean;
}

/** What a stack's state knows, as far as an engine can tell it from what it does not know. */
export interface Recorded {
  readonly hosts: readonly DeclaredHost[];
  readonly objects: readonly RecordedObject[];
  /** What its containers have in their labels as their environment: that is not always the stack's name. */
  readonly environments: readonly string[];
  /** What an update had begun when it was cut off, in words. */
  readonly pending: readonly string[];
}

const objectTypes: readonly string[] = [types.container, types.network, types.volume];

export function recordedIn(deployment: Deployment): Recorded {
  const { resources = [] } = deployment;
  const { hosts, environments, pending } = declaredIn(deployment);
  const engines = enginesOf(resources);
  return {
    // Two hosts of a program may be one engine.
    hosts: hosts.filter(
      ({ engine }, at) =>
        !engine || hosts.findIndex((one) => one.engine?.endpoint === engine.endpoint) === at,
    ),
    objects: resources
      .filter(({ type }) => objectTypes.includes(type))
      .map((one) => ({
        name: String(one.outputs?.name),
        endpoint: engines.get(providerOf(one))?.endpoint,
        goes: one.delete ?? false,
      })),
    environments,
    pending,
  };
}
