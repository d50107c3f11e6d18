import type * as pulumi from "@pulumi/pulumi";
import { remembered, type StackState } from "./remembered";
import type { Survey } from "./survey";

/** What is known of a resource before anything is changed. */
export interface Known {
  readonly urn: string;
  /** @default the stack has none, or it cannot be read */
  readonly state: StackState | undefined;
  /** @default its host does not answer */
  readonly survey: Survey | undefined;
}

/** A resource of an engine, by what makes its URN. */
export interface Place {
  readonly name: string;
  readonly type: string;
  readonly parent: pulumi.Resource;
}

/**
 * Concludes something from what is known of a resource. Pulumi's own ways to wait for several values would take each
 * of them apart, whatever its size.
 */
export const fromKnown = <T>(
  survey: pulumi.Output<Survey | undefined>,
  place: Place,
  conclude: (known: Known) => Promise<T>,
): pulumi.Output<T> =>
  survey.apply(async (told) =>
    conclude({ urn: await urnOf(place), state: await remembered(), survey: told }),
  ) as pulumi.Output<T>;

/** Whether the stack's state has a resource; where there is no state, it may be there. */
export const isRemembered = async (place: Place): Promise<boolean> =>
  (await remembered())?.has(await urnOf(place)) ?? true;

/** By hand, as an output of the parent's would have the resource wait for its parent, which waits for its children. */
export async function urnOf({ name, type, parent }: Place): Promise<string> {
  const above = (await ifKnown(parent.urn)) ?? "";
  return `${above.slice(0, above.lastIndexOf("::"))}$${type}::${name}`;
}

/** Not among the published types: an output that is not known runs no function, and says so only here. */
interface Waiting<T> {
  readonly isKnown: Promise<boolean>;
  promise(): Promise<T>;
}

/** What an output is where it is known, and undefined where a preview cannot know it. */
export async function ifKnown<T>(output: pulumi.Output<T>): Promise<T | undefined> {
  const waiting = output as unknown as Waiting<T>;
  return (await waiting.isKnown) ? waiting.promise() : undefined;
}
