import type { Mounted, Source } from "../containers/place";
import type { ServiceVolume } from "./args";
import { existingVolume, hostDirectory } from "./givenPlace";
import { makeVolume } from "./ownVolume";
import type { DataPart } from "./part";
import { isPrivate } from "./sharing";

/** Where a service's data are on one host, each once it is known to be there. */
export function makeVolumes(part: DataPart, volumes: readonly ServiceVolume[]): Mounted[] {
  const { host } = part.router.network;
  const own = volumes.filter(({ of }) => !of);
  const held = new Map(
    own.map((volume) => [volume.name, { isPrivate: isPrivate(volume), source: sourceOf(part, volume, own) }]),
  );
  part.held.set(host, held);
  return volumes.flatMap(({ name, of, path, readOnly }) => {
    const there = (of ? of.held.get(host) : held)?.get(name);
    return there ? [{ ...there.source, path, readOnly }] : [];
  });
}

function sourceOf(part: DataPart, volume: ServiceVolume, own: readonly ServiceVolume[]): Source {
  if (volume.directory !== undefined) return { directory: hostDirectory(part, volume, volume.directory) };
  return {
    volume:
      volume.existing === undefined
        ? makeVolume(part, volume, own)
        : existingVolume(part, volume, volume.existing),
  };
}
