import type { Application } from "../applications/component";
import type { Source } from "../containers/place";
import type { DumpedDatabase } from "../databases/dumped";
import type { DockerHost } from "../hosts/dockerHost/component";
import type { DomainService } from "../services/component";
import { isKept } from "../services/volumeBackup";
import type { Problem } from "../shared/problems";
import type { BackupsArgs } from "./args";
import type { VolumePart } from "./part";

/** A volume, and what it is on its host. */
export interface PlacedPart extends VolumePart {
  readonly source: Source;
  /** The application's, where the program says it. */
  readonly user: string | undefined;
}

type BackedUp = BackupsArgs["of"][number];

const isService = (one: BackedUp): one is DomainService => "kept" in one;

const nameOf = (one: BackedUp): string =>
  isService(one) ? one.serviceName : "databaseName" in one ? one.databaseName : one.applicationName;

const isApplication = (one: BackedUp): one is Application => "applicationName" in one;

/** The volumes of services and applications on a host that are backed up. */
export const partsOn = (host: DockerHost, all: readonly BackedUp[]): PlacedPart[] =>
  all.flatMap((one) => {
    if (isApplication(one))
      return one.keptPlaces
        .filter((place) => place.host === host)
        .map(({ host: _, directory: __, ...place }) => ({ service: one.applicationName, ...place }));
    if (!isService(one)) return [];
    const { serviceName: service, held } = one;
    const { volumes = [], user } = one.kept;
    return volumes.flatMap(({ name: volume, backup }) => {
      const there = held.get(host)?.get(volume);
      return isKept(backup) && there ? [{ service, volume, backup, source: there.source, user }] : [];
    });
  });

/** The host's own directories among what is backed up there, and whose they are. */
export const directoriesOf = (
  host: DockerHost,
  all: readonly BackedUp[],
): { readonly service: string; readonly directory: string }[] =>
  all.flatMap((one) => {
    const kept = isApplication(one)
      ? one.keptPlaces.filter((place) => place.host === host)
      : isService(one) && one.held.has(host)
        ? (one.kept.volumes ?? []).filter(({ backup }) => isKept(backup))
        : [];
    return kept.flatMap(({ directory }) =>
      directory === undefined ? [] : [{ service: nameOf(one), directory }],
    );
  });

/** The databases on a host that are dumped. */
export const dumpedOn = (host: DockerHost, all: readonly BackedUp[]): DumpedDatabase[] =>
  all.flatMap((one) => (isService(one) ? [] : one.dumped)).filter((one) => one.host === host);

/** Images by what they belong to. */
export const imagesOf = (all: readonly BackedUp[]): Record<string, string> =>
  Object.fromEntries(
    all.flatMap((one) => {
      if (isService(one)) return [[one.serviceName, one.kept.image]];
      if (isApplication(one))
        return Object.entries(one.images).map(([key, image]) => [`${one.applicationName}/${key}`, image]);
      return one.dumped.map(({ service, volume, server }) => [`${service}/${volume}`, server.image]);
    }),
  );

/** What is wrong with what is to be backed up. */
export function partProblems({ of, network }: BackupsArgs): Problem[] {
  const { host } = network;
  const names = of.map(nameOf);
  return of.flatMap((one, at) => {
    const name = names[at] ?? "";
    const path = ["of", at] as const;
    if (of.indexOf(one) !== at) return [{ path, message: `${name} is named twice` }];
    if (names.indexOf(name) !== at)
      return [{ path, message: `${name} is the name of two of them, which sets could not tell apart` }];
    if (partsOn(host, [one]).length > 0 || dumpedOn(host, [one]).length > 0) return [];
    const isElsewhere = isService(one)
      ? !one.held.has(host)
      : one.dumped.length > 0 || (isApplication(one) && one.keptPlaces.length > 0);
    if (isElsewhere)
      return [
        {
          path,
          message: `${name} is not on host ${host.hostName}; each host has Backups of its own, with its network`,
        },
      ];
    return [
      {
        path,
        message: isService(one)
          ? `no volume of ${name} says how it is backed up; example: volumes: [{ name: "data", path: "/data", backup: { kind: "files" } }]`
          : isApplication(one)
            ? `nothing of ${name} is backed up: no volume says how, and no database is dumped; example: volumes: { data: { backup: { kind: "files" } } }`
            : `no database of ${name} is dumped: there is none, or its backup says what else backs it up; leave one of the two out`,
      },
    ];
  });
}
