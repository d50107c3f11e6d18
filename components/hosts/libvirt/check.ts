import { type Problem, problemsOf } from "../../shared/problems";
import { refuse } from "../../shared/refuse";
import { nameSchema } from "../../shared/schemas";
import type { VirtualMachineArgs } from "./args";
import { clashes, type Place } from "./neighbours";
import { addressOf, madeUpMac, nameOnHypervisor, type Origin } from "./plan";
import { type CheckedVirtualMachine, virtualMachineSchema } from "./schema";

/** The longest name of a machine. */
const longestName = 63;

/**
 * Checks a VM's settings before any resource exists.
 *
 * @param places what other VMs have; the VM's own is added
 * @throws RunError that names every setting that is not usable.
 */
export function checkVirtualMachine(
  origin: Origin,
  args: VirtualMachineArgs,
  places: Place[],
): CheckedVirtualMachine {
  refuse(origin.name, [
    ...problemsOf(nameSchema, origin.name, ["name"]),
    ...problemsOf(virtualMachineSchema, args),
    ...nameProblems(origin),
  ]);
  const checked = virtualMachineSchema.parse(args);
  const place = placeOf(origin, checked);
  refuse(origin.name, clashes(place, places));
  places.push(place);
  return checked;
}

function nameProblems(origin: Origin): Problem[] {
  const name = nameOnHypervisor(origin);
  if (/^[a-z0-9]/.test(name) && name.length <= longestName) return [];
  return [
    {
      path: ["name"],
      message: `"${name}", of the stack and this name, is not a machine's name of at most ${longestName} characters; example: prod-apps`,
    },
  ];
}

const placeOf = (origin: Origin, { network }: CheckedVirtualMachine): Place => ({
  name: origin.name,
  network: network.kind === "nat" ? network.network : network.bridge,
  address: addressOf(network),
  mac: network.mac ?? madeUpMac(origin),
});
