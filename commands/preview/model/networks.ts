import { types } from "../../shared/types";
import { networkSubnets } from "../read/facts";
import type { ResourceChange } from "./resource";
import type { Change } from "./unit";

/** A network that comes, goes, or is made anew with other addresses. */
export interface NetworkChange {
  readonly name: string;
  readonly change: "added" | "changed" | "removed";
  readonly subnets: Change<readonly string[]>;
}

const changes = { create: "added", replace: "changed", update: "changed", delete: "removed" } as const;

export const networkChanges = (resources: readonly ResourceChange[]): NetworkChange[] =>
  resources.flatMap(({ type, name, action, before, after }) =>
    type !== types.network || action === "same"
      ? []
      : [
          {
            name: name.replace(/-bridge$/, ""),
            change: changes[action],
            subnets: { before: networkSubnets(before), after: networkSubnets(after) },
          },
        ],
  );
