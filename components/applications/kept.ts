import type { Source } from "../containers/place";
import type { DockerHost } from "../hosts/dockerHost/component";
import { isKept, type KeptBackup } from "../services/volumeBackup";
import type { Scope } from "./scope";

/** A place of an application that `Backups` backs up. */
export interface KeptPlace {
  readonly volume: string;
  readonly backup: KeptBackup;
  readonly source: Source;
  /** Of the host, where it is one. */
  readonly directory: string | undefined;
  readonly host: DockerHost;
  /** Of the first container that writes there and says it. */
  readonly user: string | undefined;
}

/** The places of an application that say how they are backed up. */
export const keptIn = ({
  args: { volumes = {}, containers },
  places,
  router,
}: Pick<Scope, "args" | "places" | "router">): KeptPlace[] =>
  Object.entries(volumes).flatMap(([volume, { backup, directory }]) => {
    const source = places.get(volume);
    if (!isKept(backup) || !source) return [];
    const writers = Object.values(containers).filter(({ mounts = [] }) =>
      mounts.some((one) => one.volume === volume && !one.readOnly),
    );
    const user = writers.find((one) => one.user !== undefined)?.user;
    return [{ volume, backup, source, directory, host: router.network.host, user }];
  });
