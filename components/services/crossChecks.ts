import { containerProblems, twice } from "../containers/crossChecks";
import { shown } from "../shared/expecting";
import { type Problem, soundFor } from "../shared/problems";
import type { DomainServiceArgs } from "./args";
import { isPrivate } from "./sharing";

/**
 * What is wrong between arguments, each of which is right.
 * @param wrong what is wrong with single ones: nothing is said of these once more
 */
export const crossProblems = (args: DomainServiceArgs, wrong: readonly Problem[]): Problem[] => [
  ...(soundFor(wrong, "volumes", "replicas") ? twoWriters(args) : []),
  ...(soundFor(wrong, "hostname", "replicas") ? oneName(args) : []),
  ...(soundFor(wrong, "hostname", "domains") ? itself(args) : []),
  ...(soundFor(wrong, "volumes") ? twoOfOneName(args) : []),
  ...containerProblems(args, { argument: "volumes", given: args.volumes }, wrong),
];

const twoWriters = ({ volumes = [], replicas = 1 }: DomainServiceArgs): Problem[] =>
  replicas > 1 && volumes.some(isPrivate)
    ? [
        {
          path: ["replicas"],
          message: `${replicas}: a service with a private volume has one container; declare the volume shared or keep 1`,
        },
      ]
    : [];

/** Whoever names its data after itself would write over the data of the other. */
const oneName = ({ hostname, replicas = 1 }: DomainServiceArgs): Problem[] =>
  hostname !== undefined && replicas > 1
    ? [
        {
          path: ["hostname"],
          message: `${shown(hostname)} would be the name of ${replicas} containers; leave it out, or give each a service of its own`,
        },
      ]
    : [];

/** The engine gives the container's own name its own address, whatever else the name means. */
const itself = ({ hostname, domains }: DomainServiceArgs): Problem[] =>
  hostname !== undefined && domains.includes(hostname)
    ? [
        {
          path: ["hostname"],
          message: `${shown(hostname)} is a name that the service serves, and would lead the container to itself and not to the farm; choose another one, as in ${shown(hostname.replace(/\..*/, ""))}`,
        },
      ]
    : [];

/** What another service lends has a name there. */
const twoOfOneName = ({ volumes = [] }: DomainServiceArgs): Problem[] =>
  twice(
    volumes.filter((volume) => volume.of === undefined).map(({ name }) => name),
    "volumes",
    "the name of two volumes",
  );
