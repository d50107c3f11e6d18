import type { Ways } from "./servicePort";

/** What a preview can tell of a service before there is anything of it: what it serves, and where nobody is asked. */
export const told = (ways: Pick<Ways, "domains" | "usersExcept" | "also">) => ({
  ...toldOfWay(ways),
  ...(ways.also && {
    also: ways.also.map(({ name, pathPrefix, ...way }) => ({ name, pathPrefix, ...toldOfWay(way) })),
  }),
});

/** Where a service or a further port of it is found, and where nobody is asked for a password there. */
const toldOfWay = ({ domains, usersExcept }: Pick<Ways, "domains" | "usersExcept">) => ({
  domains: [...domains],
  ...(usersExcept && { usersExcept }),
});

/** What is said of the backups of volumes: an output, and no label, which an engine cannot change. */
export const declaredBackups = (
  volumes: Readonly<Record<string, { readonly backup?: string }>>,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(volumes).flatMap(([name, { backup }]) => (backup === undefined ? [] : [[name, backup]])),
  );
