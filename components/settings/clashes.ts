import { overlaps } from "../shared/subnet";
import type { Resolved, Sibling } from "./parse";

/** Every port of a stack with the path by which an error names it. */
const portsOf = ({ ports }: Resolved): [string, number][] =>
  Object.entries(ports).map(([key, port]) => [`ports.${key}`, port]);

/** Ports of one stack that are none, or the same twice. */
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
    ...(overlaps(settings.network.subnet, sibling.network.subnet)
      ? [
          `network.subnet: ${settings.network.subnet} overlaps ${sibling.network.subnet} of stack ${stack} (Pulumi.${stack}.yaml); choose another network`,
        ]
      : []),
  ];
}
