import type Docker from "dockerode";

/** What every maker of a resource is given besides the resource's own inputs. */
export interface Bench {
  docker: Docker;
  /** Put on every object of the engine, so that it is found again and removed. */
  labels: Record<string, string>;
  /** The automatic name of an object whose inputs name none. */
  nameOf: (name: string) => string;
  /** Set when the sandbox gives up: waiting and running scripts end at once. */
  signal: AbortSignal;
}

export interface Made {
  id: string;
  /** What the provider would add to the inputs; the rest of the inputs is echoed by the monitor. */
  outputs: Record<string, unknown>;
}

/** Really makes one resource. `name` is the name in the program, as in `${component}-role`. */
// biome-ignore lint/suspicious/noExplicitAny: each kind names the inputs of its own resource
export type Maker = (name: string, inputs: any, bench: Bench) => Promise<Made>;

/** The provider's list of labels as the engine wants them. */
export function labelMap(labels: readonly { label: string; value: string }[] = []): Record<string, string> {
  return Object.fromEntries(labels.map(({ label, value }) => [label, value]));
}
