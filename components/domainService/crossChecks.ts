import { posix } from "node:path";
import { shown } from "../shared/expecting";
import { type Problem, soundFor } from "../shared/problems";
import type { DomainServiceArgs, ServiceVolume } from "./args";

/**
 * What is wrong between arguments, each of which is right.
 * @param wrong what is wrong with single ones: nothing is said of these once more
 */
export const crossProblems = (args: DomainServiceArgs, wrong: readonly Problem[]): Problem[] => [
  ...(soundFor(wrong, "volumes", "replicas") ? twoWriters(args) : []),
  ...(soundFor(wrong, "volumes") ? hidden(args.volumes ?? []) : []),
];

const twoWriters = ({ volumes = [], replicas = 1 }: DomainServiceArgs): Problem[] =>
  replicas > 1 && volumes.some(({ shared }) => !shared)
    ? [
        {
          path: ["replicas"],
          message: `${replicas}: a service with a private volume has one container; declare the volume shared or keep 1`,
        },
      ]
    : [];

const hidden = (volumes: readonly ServiceVolume[]): Problem[] =>
  (["name", "path"] as const).flatMap((key) => {
    const values = volumes.map((volume) => plainPath(volume[key]));
    const twice = values.find((value, at) => values.indexOf(value) !== at);
    if (twice === undefined) return [];
    return [
      {
        path: ["volumes"],
        message: `${shown(twice)} is the ${key} of two volumes; give each its own`,
      },
    ];
  });

/** One path can be written in several ways; a name stays what it is. */
const plainPath = (text: string): string => posix.normalize(text).replace(/(?<=.)\/$/, "");
