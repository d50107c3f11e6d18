import type { Source } from "../containers/place";
import type { DockerHost } from "../hosts/dockerHost/component";
import type { DomainService } from "../services/component";
import { isKept } from "../services/volumeBackup";
import type { Problem } from "../shared/problems";
import type { BackupsArgs } from "./args";
import type { Part } from "./part";

/** A part, and what it is made of on its host. */
export interface PlacedPart extends Part {
  readonly source: Source;
  /** The application's, where the program says it. */
  readonly user: string | undefined;
}

/** The volumes of services on a host that are backed up. */
export const partsOn = (host: DockerHost, services: readonly DomainService[]): PlacedPart[] =>
  services.flatMap(({ serviceName, kept: { volumes = [], user }, held }) =>
    volumes.flatMap(({ name: volume, backup }) => {
      const there = held.get(host)?.get(volume);
      return isKept(backup) && there
        ? [{ service: serviceName, volume, backup, source: there.source, user }]
        : [];
    }),
  );

/** What is wrong with services that are to be backed up. */
export function partProblems({ of, network }: BackupsArgs): Problem[] {
  return of.flatMap((service, at) => {
    const { serviceName, held } = service;
    const path = ["of", at] as const;
    if (of.indexOf(service) !== at) return [{ path, message: `${serviceName} is named twice` }];
    const { host } = network;
    if (partsOn(host, [service]).length > 0) return [];
    if (!held.has(host))
      return [
        {
          path,
          message: `${serviceName} is not on host ${host.hostName}; each host has Backups of its own, with its network`,
        },
      ];
    return [
      {
        path,
        message: `no volume of ${serviceName} says how it is backed up; example: volumes: [{ name: "data", path: "/data", backup: { kind: "files" } }]`,
      },
    ];
  });
}
