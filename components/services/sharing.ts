import type { Source } from "../containers/place";
import type { DockerHost } from "../hosts/dockerHost/component";
import { shown } from "../shared/expecting";
import { type Problem, soundFor } from "../shared/problems";
import { isSame } from "../survey/mounts";
import { perProgram } from "../survey/perProgram";
import { type DomainServiceArgs, routersOf, type ServiceVolume } from "./args";

/** A volume of a service on one host, as others may use it. */
export interface HeldVolume {
  readonly source: Source;
  readonly isPrivate: boolean;
}

/** Volumes of a service by host and name. */
export type HeldVolumes = Map<DockerHost, Map<string, HeldVolume>>;

/** Whether one container alone may write to it. What another service lends is shared, or it would not lend it. */
export const isPrivate = ({ shared, of }: Pick<ServiceVolume, "shared" | "of">): boolean => !shared && !of;

/** What of a host a service of the program has taken as it is. */
interface Taken {
  readonly host: DockerHost;
  /** The engine's name of a volume, or the path of a directory. */
  readonly volume: string;
  readonly service: string;
  readonly isPrivate: boolean;
}

const taken = perProgram((): Taken[] => []);

/** Notes that a service has a volume of the engine or a directory, so that no other one writes to it unseen. */
export const take = (one: Taken): void => void taken().push(one);

/**
 * What is wrong with volumes that two services have.
 * @param wrong what is wrong with single arguments
 */
export function sharingProblems(
  service: string,
  args: DomainServiceArgs,
  wrong: readonly Problem[],
): Problem[] {
  if (!soundFor(wrong, "volumes", "router")) return [];
  const hosts = routersOf(args).map(({ network }) => network.host);
  return (args.volumes ?? []).flatMap((volume, at) =>
    [
      ...(volume.of ? lent(volume, volume.of, hosts) : []),
      ...(["existing", "directory"] as const).flatMap((kind) => takenTwice(service, volume, kind, hosts)),
    ].map(({ path, message }) => ({ path: ["volumes", at, ...path], message })),
  );
}

function lent(
  volume: ServiceVolume,
  { serviceName: owner, held }: NonNullable<ServiceVolume["of"]>,
  hosts: readonly DockerHost[],
): Problem[] {
  const { name } = volume;
  const said = (["existing", "directory", "perHost", "backup"] as const).filter(
    (key) => volume[key] !== undefined,
  );
  const away = hosts.find((host) => !held.has(host));
  const here = hosts.map((host) => held.get(host)?.get(name));
  const names = [...(held.values().next().value?.keys() ?? [])];
  return [
    ...said.map((key) => ({
      path: [key],
      message: `${shown(volume[key])}: the volume belongs to ${owner}, which says it; leave it out here`,
    })),
    ...(volume.shared === false
      ? [{ path: ["shared"], message: `false: ${owner} writes to the volume too; leave it out` }]
      : []),
    ...(away
      ? [
          {
            path: ["of"],
            message: `${owner} is not on host ${away.hostName}, and a volume is on one host; name a router of the same host for both`,
          },
        ]
      : []),
    ...(!away && here.some((one) => one === undefined)
      ? [
          {
            path: ["name"],
            message: `${owner} has no volume of its own that is called ${shown(name)}; ${names.length > 0 ? `it has ${names.join(", ")}` : "it has none"}`,
          },
        ]
      : []),
    ...(here.some((one) => one?.isPrivate)
      ? [
          {
            path: ["of"],
            message: `${shown(name)} of ${owner} is private, and two services would write to it at once; where both are made for that, say shared: true there; else let one of them have it`,
          },
        ]
      : []),
  ];
}

function takenTwice(
  service: string,
  volume: ServiceVolume,
  kind: "existing" | "directory",
  hosts: readonly DockerHost[],
): Problem[] {
  const wanted = volume[kind];
  const other = taken().find(
    (one) =>
      one.service !== service &&
      wanted !== undefined &&
      isSame(one.volume, wanted) &&
      hosts.includes(one.host) &&
      (one.isPrivate || isPrivate(volume)),
  );
  if (!other) return [];
  const what =
    kind === "existing"
      ? "is a volume"
      : other.volume === wanted
        ? "is a directory"
        : `meets ${other.volume}, a directory`;
  return [
    {
      path: [kind],
      message: `${shown(wanted)} ${what} of ${other.service} too, and two services would write to it at once; where both are made for that, say shared: true in both; else let one of them have it`,
    },
  ];
}
