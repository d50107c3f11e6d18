import type { Rehearsal } from "../../../components/databases/args";
import type { VolumeBackup } from "../../../components/services/volumeBackup";
import { nameOf, providerOf, type Resource } from "../state";
import { hostName, labelsOf } from "./containers";
import type { DeclaredBackups, DeclaredMonitor, DeclaredVolume } from "./facts";

export function volumeOf(one: Resource, services: ReadonlyMap<string, Resource>): DeclaredVolume[] {
  const { "homeport.component": service = "", "homeport.volume": volume } = labelsOf(one);
  const found = volume ?? /-volume-(.+)$/.exec(nameOf(one.urn))?.[1];
  const owner = services.get(service);
  if (found === undefined || !owner) return [];
  const backups = owner.outputs?.backups as Readonly<Record<string, VolumeBackup>> | undefined;
  return [
    {
      name: String(one.outputs?.name),
      host: hostName(providerOf(one)),
      service,
      volume: found,
      ...(backups?.[found] === undefined ? {} : { backup: backups[found] }),
    },
  ];
}

export function backupsOf({ urn, outputs }: Resource): DeclaredBackups {
  const { host = "", volumes = [], ...told } = (outputs ?? {}) as Partial<DeclaredBackups>;
  const { repositories, everySeconds, owner } = told;
  return {
    ...{ name: nameOf(urn), host, volumes },
    ...(repositories === undefined ? {} : { repositories }),
    ...(everySeconds === undefined ? {} : { everySeconds }),
    ...(owner === undefined ? {} : { owner }),
  };
}

export function monitorOf({ urn, outputs }: Resource): DeclaredMonitor {
  const { host = "", tells = [], deadMan = false } = (outputs ?? {}) as Partial<DeclaredMonitor>;
  return { name: nameOf(urn), host, tells, deadMan };
}

export const rehearsalsOf = ({ urn, outputs }: Resource): [string, Rehearsal][] =>
  Object.entries((outputs?.rehearsals ?? {}) as Readonly<Record<string, Rehearsal>>).map(
    ([volume, rehearsal]) => [`${nameOf(urn)}/${volume}`, rehearsal],
  );
