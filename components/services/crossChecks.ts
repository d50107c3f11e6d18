import { posix } from "node:path";
import { trustDirectory } from "../front/certificates/trust";
import { shown } from "../shared/expecting";
import { type Problem, soundFor } from "../shared/problems";
import { toMebibytes } from "../shared/size";
import type { DomainServiceArgs } from "./args";
import { serviceLimits } from "./limits";
import { isPrivate } from "./sharing";
import { asDirectory } from "./temporary";

/**
 * What is wrong between arguments, each of which is right.
 * @param wrong what is wrong with single ones: nothing is said of these once more
 */
export const crossProblems = (args: DomainServiceArgs, wrong: readonly Problem[]): Problem[] => [
  ...(soundFor(wrong, "volumes", "replicas") ? twoWriters(args) : []),
  ...(soundFor(wrong, "hostname", "replicas") ? oneName(args) : []),
  ...(soundFor(wrong, "hostname", "domains") ? itself(args) : []),
  ...(soundFor(wrong, "volumes", "temporary") ? hidden(args) : []),
  ...(soundFor(wrong, "temporary", "limits") ? tooLarge(args) : []),
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

function hidden({ volumes = [], temporary = [], trustAuthority }: DomainServiceArgs): Problem[] {
  const names = volumes.filter((volume) => volume.of === undefined).map(({ name }) => name);
  const kept = volumes.map(({ path }) => plainPath(path));
  const inMemory = temporary.map((one) => plainPath(asDirectory(one).path));
  const both = inMemory.find((path) => kept.includes(path));
  const trust = (path: string) => trustAuthority === true && `${trustDirectory}/`.startsWith(`${path}/`);
  return [
    ...reserved(kept.find(trust), "volumes"),
    ...reserved(inMemory.find(trust), "temporary"),
    ...twice(names, "volumes", "the name of two volumes"),
    ...twice(kept, "volumes", "the path of two volumes"),
    ...twice(inMemory, "temporary", "there twice"),
    ...(both === undefined
      ? []
      : [{ path: ["temporary"], message: `${shown(both)} is the path of a volume too; give each its own` }]),
  ];
}

const reserved = (path: string | undefined, argument: string): Problem[] =>
  path === undefined
    ? []
    : [
        {
          path: [argument],
          message: `${shown(path)} is where trustAuthority puts the certificates (${trustDirectory}); choose another path`,
        },
      ];

function twice(values: readonly string[], path: string, what: string): Problem[] {
  const found = values.find((value, at) => values.indexOf(value) !== at);
  return found === undefined
    ? []
    : [{ path: [path], message: `${shown(found)} is ${what}; give each its own` }];
}

/** What fills it would end the container instead of being told that it is full. */
const tooLarge = ({ temporary = [], limits }: DomainServiceArgs): Problem[] =>
  temporary.map(asDirectory).flatMap(({ size }, at): Problem[] => {
    const memory = limits?.memory ?? serviceLimits.memory;
    if (size === undefined || toMebibytes(size) <= toMebibytes(memory)) return [];
    return [
      {
        path: ["temporary", at, "size"],
        message: `${shown(size)} is more than the container's memory (${memory}), of which it is a part; lower it, or raise limits.memory`,
      },
    ];
  });

/** One path can be written in several ways; a name stays what it is. */
const plainPath = (text: string): string => posix.normalize(text).replace(/(?<=.)\/$/, "");
