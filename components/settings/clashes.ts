import { meets } from "../shared/meets";
import { networksOf, placeProblems, virtualMachineOf } from "./places";
import type { Resolved, Sibling } from "./resolved";
import { setUpClashes } from "./setUps";

/** Every port of a stack with the path by which an error names it. */
const portsOf = ({ ports }: Resolved): [string, number][] =>
  Object.entries(ports).map(([key, port]) => [`ports.${key}`, port]);

/** What one stack cannot have: ports that are none, or the same twice, and hosts without a place. */
export function ownClashes(settings: Resolved): string[] {
  const ports = portsOf(settings);
  return [
    ...ports
      .filter(([, port]) => port < 1 || port > 65535)
      .map(
        ([path, port]) =>
          `${path}: ${port}, with the stack's offset, is not a port (1–65535); choose a smaller offset`,
      ),
    ...ports.flatMap(([path, port], at) =>
      ports
        .slice(at + 1)
        .filter(([, other]) => other === port)
        .map(
          ([other]) =>
            `${path}: ${port} is also ${other}, with the stack's offsets; choose another offset or base port`,
        ),
    ),
    ...placeProblems(settings),
  ];
}

/** What two stacks of one host cannot both have. */
export function siblingClashes(settings: Resolved, { stack, settings: sibling }: Sibling): string[] {
  const theirs = portsOf(sibling);
  return [
    ...portsOf(settings).flatMap(([path, port]) =>
      theirs
        .filter(([, other]) => other === port)
        .map(
          ([other]) =>
            `${path}: ${port} is also ${other} of stack ${stack} (Pulumi.${stack}.yaml); choose another portOffsets value`,
        ),
    ),
    ...networksOf(settings).flatMap(({ path, subnet, machine }) =>
      networksOf(sibling)
        .filter((other) => other.machine === machine && meets(subnet, other.subnet))
        .map(
          (other) =>
            `${path}: ${subnet} overlaps ${other.subnet} of stack ${stack} (Pulumi.${stack}.yaml); choose another network`,
        ),
    ),
    ...(virtualMachineOf(settings) !== undefined && virtualMachineOf(settings) === virtualMachineOf(sibling)
      ? [
          `hosts.apps.network.address: ${virtualMachineOf(settings)} is that of stack ${stack} (Pulumi.${stack}.yaml) too; each stack makes a VM of its own: choose another address`,
        ]
      : []),
    ...setUpClashes(settings, { stack, settings: sibling }),
  ];
}
