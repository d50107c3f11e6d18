import { containerProblems, twice } from "../containers/crossChecks";
import { isSystem } from "../containers/hostDirectory";
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
  ...(soundFor(wrong, "volumes") ? [...twoOfOneName(args), ...twoSources(args), ...system(args)] : []),
  ...(soundFor(wrong, "health", "healthCommand") ? healthTwice(args) : []),
  ...(soundFor(wrong) ? containerProblems(args, { argument: "volumes", given: args.volumes }, wrong) : []),
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

const twoSources = ({ volumes = [] }: DomainServiceArgs): Problem[] =>
  volumes.flatMap(({ existing, directory }, at) =>
    existing !== undefined && directory !== undefined
      ? [
          {
            path: ["volumes", at, "directory"],
            message: `${shown(directory)}: the data are in the volume ${shown(existing)} or in the directory; leave one of the two`,
          },
        ]
      : [],
  );

/** Some of the system's directories may be read. */
const system = ({ volumes = [] }: DomainServiceArgs): Problem[] =>
  volumes.flatMap(({ directory, readOnly = false }, at) =>
    directory !== undefined && isSystem(directory, readOnly)
      ? [
          {
            path: ["volumes", at, "directory"],
            message: `${shown(directory)} is a directory of the system; let the service only read it: readOnly: true`,
          },
        ]
      : [],
  );

const healthTwice = ({ health, healthCommand }: DomainServiceArgs): Problem[] =>
  health !== undefined && healthCommand !== undefined
    ? [
        {
          path: ["healthCommand"],
          message: "health has a command too; leave one of the two",
        },
      ]
    : [];
