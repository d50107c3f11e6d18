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
  ...(soundFor(wrong, "pathPrefix", "stripPrefix") ? nothingToStrip(args) : []),
  ...(soundFor(wrong, "pathPrefix", "users", "usersExcept", "askPreflights") ? nobodyToAsk(args) : []),
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

const nothingToStrip = ({ pathPrefix, stripPrefix }: DomainServiceArgs): Problem[] =>
  stripPrefix && !pathPrefix
    ? [{ path: ["stripPrefix"], message: "true: there is no pathPrefix to strip" }]
    : [];

function nobodyToAsk(args: DomainServiceArgs): Problem[] {
  const { users, usersExcept = [], askPreflights, pathPrefix } = args;
  if (!users)
    return [
      ...(args.usersExcept ? [{ path: ["usersExcept"], message: `${shown(usersExcept)}: ${nobody}` }] : []),
      ...(askPreflights ? [{ path: ["askPreflights"], message: `true: ${nobody}` }] : []),
    ];
  return usersExcept.flatMap((path, at) =>
    pathPrefix === undefined || path === pathPrefix || path.startsWith(`${pathPrefix}/`)
      ? []
      : [
          {
            path: ["usersExcept", at],
            message: `${shown(path)} is not below the pathPrefix ${pathPrefix}; write it as a visitor sends it; example: ${pathPrefix}${path}`,
          },
        ],
  );
}

const nobody = "there are no users, and nobody is asked; name users, or leave it out";
