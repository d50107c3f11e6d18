import { types } from "../../shared/types";
import { parseUrn } from "../../shared/urn";
import type { State } from "../read/digest";
import { providerEndpoint } from "../read/facts";
import type { ResourceChange } from "./resource";

/** A host whose engine is another one than before. */
export interface HostChange {
  readonly host: string;
  /** Where the engine listens; absent where that is not known. */
  readonly before?: string;
  readonly after?: string;
  /** Whether what runs there is made anew, instead of being taken for granted on the other engine. */
  readonly replaced: boolean;
}

/** @returns the name of the host that has a resource: that of the provider's component. */
export function hostOf(state: State | undefined): string | undefined {
  // A reference to a provider is its URN and an id.
  const name = state?.provider && parseUrn(state.provider.replace(/::[^:]*$/, ""))?.name;
  return name?.replace(/-engine$|_\d+_\d+_\d+.*$/, "");
}

export const hostChanges = (resources: readonly ResourceChange[]): HostChange[] =>
  resources
    .filter(({ type, action }) => type === types.engine && (action === "update" || action === "replace"))
    .map(({ name, action, before, after }) => ({
      host: name.replace(/-engine$/, ""),
      before: providerEndpoint(before),
      after: providerEndpoint(after),
      replaced: action === "replace",
    }))
    // Other options of a provider, its version for one, do not concern the machine.
    .filter(({ before, after, replaced }) => replaced || before === undefined || before !== after);
