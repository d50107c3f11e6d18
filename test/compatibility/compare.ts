import { isDeepStrictEqual } from "node:util";
import { saidLabel } from "../../components/containers/said";
import type { Recording, Resource } from "../graph/recording";
import { inputsOf, isReplaceable, placesOf, resourcesOf, type State } from "./state";

/** What an update from an earlier state would do to an object that exists. */
export interface Break {
  readonly place: string;
  /** The input that has changed; unset where the resource is gone. */
  readonly input?: string;
}

/**
 * Inputs that a provider changes in a running container; any other replaces it.
 * @see https://www.pulumi.com/registry/packages/docker/api-docs/container/
 */
const changedInPlace = new Set([
  ...["restart", "memory", "memorySwap", "memoryReservation", "cpuSet", "cpuShares", "mustRun"],
  // These say how the provider goes about it, and are nothing of the container.
  ...["attach", "destroyGraceSeconds", "logs", "removeVolumes", "start", "wait", "waitTimeout"],
  // These the provider changes in its state alone, unless they are named in `replaceOnChanges`.
  ...["cpuPeriod", "cpuQuota", "healthcheck", "init", "maxRetryCount", "rm", "tmpfs"],
]);

/** What the current program would delete or replace of an earlier one's. */
export function breaks(earlier: State, current: Recording): Break[] {
  const all = resourcesOf(current).map((resource) => ({ resource, places: placesOf(current, resource) }));
  return Object.entries(earlier).flatMap(([place, inputs]): Break[] => {
    // A place that is taken again belongs to whoever has it, whatever had moved away from there.
    const found =
      all.find(({ places }) => places[0] === place) ?? all.find(({ places }) => places.includes(place));
    if (!found) return [{ place }];
    return replacing(found.resource, inputs).map((input) => ({ place, input }));
  });
}

function replacing(resource: Resource, earlier: Readonly<Record<string, unknown>>): string[] {
  if (!isReplaceable(resource)) return [];
  const { type, replaceOnChanges, ignoreChanges } = resource;
  const inputs = inputsOf(resource);
  const isContainer = type === "docker:index/container:Container";
  return [...new Set([...Object.keys(earlier), ...Object.keys(inputs)])]
    .filter((input) => !ignoreChanges.includes(input))
    .filter((input) => !(isContainer && changedInPlace.has(input)) || replaceOnChanges.includes(input))
    .filter((input) => !isDeepStrictEqual(asItIs(input, earlier), asItIs(input, inputs)))
    .sort();
}

/** Without the label that a container which is there gets with its next change alone, as the program knows from its state. */
function asItIs(input: string, inputs: Readonly<Record<string, unknown>>): unknown {
  const value = inputs[input];
  return input === "labels" && Array.isArray(value)
    ? value.filter(({ label }) => label !== saidLabel)
    : value;
}
