import * as pulumi from "@pulumi/pulumi";
import { type Mounted, nameOf } from "../containers/place";
import type { ServicePart } from "../services/part";
import { makeVolumes } from "../services/volumes";
import type { ApplicationArgs, ApplicationContainer, ApplicationPlace } from "./args";
import { writesAlone } from "./exchanged";
import type { Guarded } from "./guard";

type Places = Readonly<Record<string, ApplicationPlace>>;

/** Where an application's data are, by the names of its places. */
export type MadePlaces = ReadonlyMap<string, Mounted>;

/** Makes the places of an application, each once its data are known to be there. */
export function makePlaces(
  part: ServicePart,
  { volumes = {}, containers }: Pick<ApplicationArgs, "volumes" | "containers">,
): MadePlaces {
  const made = makeVolumes(
    part,
    Object.entries(volumes).map(([name, place]) => ({
      name,
      path: "/",
      readOnly: isOnlyRead(name, containers),
      ...place,
    })),
  );
  return new Map(Object.keys(volumes).flatMap((name, at) => (made[at] ? [[name, made[at]]] : [])));
}

/** What a container sees of them. */
export const mountedOf = (
  { mounts = [] }: Pick<ApplicationContainer, "mounts">,
  made: MadePlaces,
): Mounted[] =>
  mounts.flatMap(({ volume, path, readOnly, subpath }) => {
    const place = made.get(volume);
    if (!place) return [];
    if (!("directory" in place) || subpath === undefined) return [{ ...place, path, readOnly }];
    return [{ directory: pulumi.interpolate`${place.directory}/${subpath}`, path, readOnly }];
  });

/** What a container alone may write to, as the engine names it. */
export const ownPlaces = (
  { mounts = [] }: Pick<ApplicationContainer, "mounts">,
  places: Places,
  made: MadePlaces,
): pulumi.Output<string[]> =>
  pulumi.all(
    mounts
      .filter((mount) => writesAlone({ volumes: places }, { mounts: [mount] }))
      .flatMap(({ volume }) => made.get(volume) ?? [])
      .map(nameOf),
  );

/** Places that an application writes to, and nobody else may. */
export function guardedPlaces(
  application: string,
  containers: Readonly<Record<string, ApplicationContainer>>,
  places: Places,
  made: MadePlaces,
): pulumi.Output<Guarded[]> {
  const written = Object.values(containers).flatMap(({ mounts = [] }) =>
    mounts
      .filter((mount) => writesAlone({ volumes: places }, { mounts: [mount] }))
      .map(({ volume }) => volume),
  );
  return pulumi.all(
    [...new Set(written)].flatMap((name) => {
      const place = made.get(name);
      if (!place) return [];
      const kind = "volume" in place ? "volume" : "directory";
      const path = `${application}.volumes.${name}`;
      return [nameOf(place).apply((source): Guarded => ({ path, kind, source }))];
    }),
  );
}

/** Whether no container writes to a place. */
export const isOnlyRead = (place: string, containers: ApplicationArgs["containers"]): boolean =>
  Object.values(containers).every(({ mounts = [] }) =>
    mounts.every(({ volume, readOnly }) => volume !== place || readOnly),
  );
