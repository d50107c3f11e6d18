import { isSystem } from "../containers/hostDirectory";
import { shown } from "../shared/expecting";
import type { Problem } from "../shared/problems";
import type { ApplicationArgs, ApplicationPlace } from "./args";
import { writesAlone } from "./exchanged";
import { isOnlyRead } from "./places";

/** What is wrong with where data are kept. */
export const placeProblems = (args: ApplicationArgs): Problem[] => [
  ...Object.entries(args.volumes ?? {}).flatMap(([name, place]) =>
    ofTwoKinds(place).map(({ path, message }) => ({ path: ["volumes", name, ...path], message })),
  ),
  ...ofTheSystem(args),
  ...undeclared(args),
  ...partsOfVolumes(args),
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

/** Some of the system's directories may be read. */
const ofTheSystem = ({ containers, volumes = {} }: ApplicationArgs): Problem[] =>
  Object.entries(volumes).flatMap(([name, { directory }]) =>
    directory !== undefined && isSystem(directory, isOnlyRead(name, containers))
      ? [
          {
            path: ["volumes", name, "directory"],
            message: `${shown(directory)} is a directory of the system; let containers only read it: readOnly: true of each mount`,
          },
        ]
      : [],
  );

/** An engine before Docker 26 would mount all of the volume, and say nothing. */
const partsOfVolumes = ({ containers, volumes = {} }: ApplicationArgs): Problem[] =>
  Object.entries(containers).flatMap(([name, { mounts = [] }]) =>
    mounts.flatMap(({ volume, subpath }, at) =>
      subpath === undefined || !volumes[volume] || volumes[volume].directory !== undefined
        ? []
        : [
            {
              path: ["containers", name, "mounts", at, "subpath"],
              message: `${shown(subpath)}: ${volume} is a volume, of which all is mounted; leave it out, or keep the data in a directory of the host`,
            },
          ],
    ),
  );

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
