import type { Problem } from "../../shared/problems";
import type { Machine } from "../machine/machine";

/** What two machines on one wire must not share. */
export interface Place {
  readonly name: string;
  /** The libvirt network or the bridge. */
  readonly network: string;
  readonly address: string;
  readonly mac: string;
}

/** Where a VM is in the way of others that came before it. */
export function clashes(place: Place, others: readonly Place[]): Problem[] {
  const taken = (field: "address" | "mac", among: readonly Place[]): Problem[] =>
    among
      .filter((other) => other[field] === place[field])
      .map(({ name }) => ({
        path: ["network", field],
        message: `${JSON.stringify(place[field])} is that of VM ${name}; give each its own`,
      }));
  return [
    ...taken(
      "address",
      others.filter(({ network }) => network === place.network),
    ),
    ...taken("mac", others),
  ];
}

const placesOn = new WeakMap<Machine, Place[]>();

/** The places that this run of the program has given away on a hypervisor. */
export function placesOf(hypervisor: Machine): Place[] {
  const places = placesOn.get(hypervisor) ?? [];
  placesOn.set(hypervisor, places);
  return places;
}
