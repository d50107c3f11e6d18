import { shown } from "../shared/expecting";
import type { Problem } from "../shared/problems";
import type { ApplicationArgs, ApplicationPlace } from "./args";
import { writesAlone } from "./exchanged";

/** What is wrong with where data are kept. */
export const placeProblems = (args: ApplicationArgs): Problem[] => [
  ...Object.entries(args.volumes ?? {}).flatMap(([name, place]) =>
    ofTwoKinds(place).map(({ path, message }) => ({ path: ["volumes", name, ...path], message })),
  ),
  ...undeclared(args),
  ...unused(args),
  ...twoWriters(args),
];

const ofTwoKinds = ({ existing, directory }: ApplicationPlace): Problem[] =>
  existing !== undefined && directory !== undefined
    ? [
        {
          path: ["directory"],
          message: `${shown(directory)}: a place is a volume or a directory, and existing names a volume; leave one of them out`,
        },
      ]
    : [];

function undeclared({ containers, volumes = {} }: ApplicationArgs): Problem[] {
  const declared = Object.keys(volumes);
  return Object.entries(containers).flatMap(([name, { mounts = [] }]) =>
    mounts.flatMap(({ volume }, at) =>
      declared.includes(volume)
        ? []
        : [
            {
              path: ["containers", name, "mounts", at, "volume"],
              message: `the application has no volume ${shown(volume)}; ${declared.length > 0 ? `it has ${declared.join(", ")}` : `declare it; example: volumes: { ${volume}: {} }`}`,
            },
          ],
    ),
  );
}

function unused({ containers, volumes = {} }: ApplicationArgs): Problem[] {
  const used = Object.values(containers).flatMap(({ mounts = [] }) => mounts.map(({ volume }) => volume));
  return Object.keys(volumes)
    .filter((name) => !used.includes(name))
    .map((name) => ({
      path: ["volumes", name],
      message: `no container mounts it; mount it, as in mounts: [{ volume: ${shown(name)}, path: "/data" }], or leave it out`,
    }));
}

const twoWriters = (args: ApplicationArgs): Problem[] =>
  Object.entries(args.containers).flatMap(([name, container]) => {
    const { replicas = 1, mounts = [] } = container;
    if (replicas === 1 || !writesAlone(args, container)) return [];
    const volume = mounts.find((one) => !one.readOnly && !args.volumes?.[one.volume]?.shared)?.volume;
    return [
      {
        path: ["containers", name, "replicas"],
        message: `${replicas}: they would write to ${volume} at once; where they are made for that, say shared: true of the volume; else keep 1`,
      },
    ];
  });
