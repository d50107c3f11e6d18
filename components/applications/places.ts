import * as pulumi from "@pulumi/pulumi";
import type { Mounted } from "../containers/inputs";
import type { ServicePart } from "../services/part";
import { makeVolumes } from "../services/volumes";
import type { ApplicationContainer, ApplicationPlace } from "./args";
import { writesAlone } from "./exchanged";
import type { Guarded } from "./guard";

type Places = Readonly<Record<string, ApplicationPlace>>;

/** Where an application's data are, by the names of its places: volumes by the engine's names, and directories. */
export type MadePlaces = ReadonlyMap<string, pulumi.Output<string>>;

/** Makes the places of an application, each once its data are known to be there. */
export function makePlaces(part: ServicePart, places: Places): MadePlaces {
  const names = Object.keys(places);
  const made = makeVolumes(
    part,
    Object.entries(places).map(([name, place]) => ({ name, path: "/", ...place })),
  );
  return new Map(names.map((name, at) => [name, made[at] as pulumi.Output<string>]));
}

/** What a container sees of them. */
export const mountedOf = (
  { mounts = [] }: Pick<ApplicationContainer, "mounts">,
  places: Places,
  made: MadePlaces,
): Mounted[] =>
  mounts.map(({ volume, path, readOnly, subpath }) => ({
    volume: made.get(volume) ?? "",
    path,
    readOnly,
  }));

/** What a container alone may write to, as the engine names it. */
export const ownPlaces = (
  { mounts = [] }: Pick<ApplicationContainer, "mounts">,
  places: Places,
  made: MadePlaces,
): pulumi.Output<string[]> =>
  pulumi.all(
    mounts
      .filter((mount) => writesAlone({ volumes: places }, { mounts: [mount] }))
      .flatMap(({ volume }) => made.get(volume) ?? []),
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
    [...new Set(written)].map((name) =>
      pulumi.output(made.get(name) ?? "").apply(
        (source): Guarded => ({
          path: `${application}.volumes.${name}`,
          kind: places[name]?.directory === undefined ? "volume" : "directory",
          source,
        }),
      ),
    ),
  );
}
