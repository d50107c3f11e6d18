import type { FoundBackups } from "../backups/find";
import { Failure } from "../shared/failure";

/** What backs up a host of the one environment, and the same host of the other. */
export interface Pair {
  readonly from: FoundBackups;
  readonly to: FoundBackups;
  /** What both have, as `wiki/files`: service and volume. */
  readonly keys: readonly string[];
}

/**
 * Pairs what backs up two environments, host by host: they are one program, and have the same names.
 * @throws Failure where that is not so, or where one could write into the other's repository.
 */
export function pairsOf(from: readonly FoundBackups[], to: readonly FoundBackups[]): Pair[] {
  const pairs = to.flatMap((one) => {
    const other = from.find(({ host }) => host === one.host);
    if (!other) return [];
    checkPair(other, one);
    return [{ from: other, to: one, keys: one.volumes.filter((key) => other.volumes.includes(key)) }];
  });
  const usable = pairs.filter(({ keys }) => keys.length > 0);
  if (usable.length > 0) return usable;
  const [source, target] = [from[0]?.stack, to[0]?.stack];
  throw new Failure(
    `no volume is backed up in ${source} and in ${target}, on a host of one name: ${source} has ${placesOf(from)}, ${target} has ${placesOf(to)}`,
  );
}

const placesOf = (all: readonly FoundBackups[]): string =>
  all.flatMap(({ host, volumes }) => volumes.map((one) => `${one} on ${host}`)).join(", ") || "none";

function checkPair(from: FoundBackups, to: FoundBackups): void {
  const [project, other] = [projectOf(from), projectOf(to)];
  if (project !== undefined && other !== undefined && project !== other)
    throw new Failure(
      `${from.stack} is of the project ${project}, and ${to.stack} of ${other}: an environment rehearses its own program's data`,
    );
  const isHere = from.engine.endpoint === to.engine.endpoint;
  // A directory is each host's own.
  const shared = from.repositories?.find(
    (one) => to.repositories?.includes(one) && (isHere || !one.startsWith("/")),
  );
  if (shared !== undefined)
    throw new Failure(
      `${shared} is the repository of ${from.stack} and of ${to.stack}: give each environment one of its own, else what rehearses would write among production's sets`,
    );
}

/** Project, environment and host are in a set's owner. */
const projectOf = ({ owner }: FoundBackups): string | undefined => owner?.split(".").slice(0, -2).join(".");

/** What only one of them has: it stays as it is, or is not brought. */
export function unpaired(
  from: readonly FoundBackups[],
  to: readonly FoundBackups[],
): { readonly missing: readonly string[]; readonly staying: readonly string[] } {
  const without = (some: readonly FoundBackups[], others: readonly FoundBackups[]) =>
    some.flatMap(({ host, volumes }) => {
      const there = others.find((one) => one.host === host)?.volumes ?? [];
      return volumes.filter((one) => !there.includes(one));
    });
  return { missing: without(from, to), staying: without(to, from) };
}
