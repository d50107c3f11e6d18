import type { Ways } from "./servicePort";
import type { VolumeBackup } from "./volumeBackup";

/** What a preview can tell of a service before there is anything of it: what it serves, and who gets in. */
export const told = (ways: Pick<Ways, Told | "also">) => ({
  ...toldOfWay(ways),
  ...(ways.also && {
    also: ways.also.map(({ name, pathPrefix, ...way }) => ({ name, pathPrefix, ...toldOfWay(way) })),
  }),
});

type Told = "domains" | "redirects" | "usersExcept" | "signIn";

/** Where a service or a further port of it is found, and who is asked there who gets in, or nobody. */
const toldOfWay = ({ domains, redirects, usersExcept, signIn }: Pick<Ways, Told>) => ({
  domains: [...domains],
  ...(redirects && { redirects }),
  ...(usersExcept && { usersExcept }),
  ...(signIn && { signIn: signIn.service.serviceName }),
});

/** What is said of the backups of volumes: an output, and no label, which an engine cannot change. */
export const declaredBackups = (
  volumes: Readonly<Record<string, { readonly backup?: VolumeBackup }>>,
): Record<string, VolumeBackup> =>
  Object.fromEntries(
    Object.entries(volumes).flatMap(([name, { backup }]) => (backup === undefined ? [] : [[name, backup]])),
  );

/**
 * Where data are that are in no volume of its own, by their names: a volume that is there already, or a directory. No
 * resource that an update changes stands for them.
 */
export function toldPlaces(
  volumes: Readonly<Record<string, { readonly existing?: string; readonly directory?: string }>>,
): { readonly places?: Readonly<Record<string, string>> } {
  const places = Object.entries(volumes).flatMap(([name, { existing, directory }]) => {
    const place = existing ?? directory;
    return place === undefined ? [] : [[name, place] as const];
  });
  return places.length > 0 ? { places: Object.fromEntries(places) } : {};
}

/** Directories of the host that are written to, for which no resource stands. */
export function writtenDirectories(
  volumes: Readonly<Record<string, { readonly directory?: string; readonly readOnly?: boolean }>>,
): { readonly directories?: Readonly<Record<string, string>> } {
  const written = Object.entries(volumes).flatMap(([name, { directory, readOnly }]) =>
    directory === undefined || readOnly ? [] : [[name, directory] as const],
  );
  return written.length > 0 ? { directories: Object.fromEntries(written) } : {};
}
