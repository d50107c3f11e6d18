import type { DeclaredContainer, Role } from "../shared/declared/facts";
import type { Deployment, Resource } from "../shared/state";
import { types } from "../shared/types";

/** What is between visitors and services, but for the farm: nothing waits for it, and it waits for nobody. */
const between: readonly Role[] = ["door", "router", "gate", "hairpin", "keeper", "issuer"];
/** What visitors come by: last, when there is somebody to ask. */
const entered: readonly Role[] = ["farm", "port"];
const backingUp: readonly Role[] = ["backups", "dumper", "pinger", "sweeper"];
/** Last, when all is there, and away first: it would tell people that the rest is gone. */
const watching: readonly Role[] = ["monitor"];

/**
 * All containers that run for good, in the order in which they start, those that may start at once in one. Services are in
 * that of the update that made them. Visitors come last, when there is somebody to ask.
 */
export function startOrder(
  containers: readonly DeclaredContainer[],
  { resources = [] }: Deployment,
): DeclaredContainer[][] {
  const of = (...roles: Role[]) => containers.filter(({ role }) => roles.includes(role));
  // Whatever else there is goes with the services: nothing is forgotten.
  const placed: readonly Role[] = [...between, ...entered, ...backingUp, ...watching, "job"];
  const services = containers.filter(({ role }) => !placed.includes(role));
  return [
    of(...between),
    ...inWaves(services, resources),
    of(...entered),
    of(...backingUp),
    of(...watching),
  ].filter(({ length }) => length > 0);
}

/** Each behind all that was started before the update started it: that is what the command beside it does. */
function inWaves(
  services: readonly DeclaredContainer[],
  resources: readonly Resource[],
): DeclaredContainer[][] {
  const byUrn = new Map(resources.map((one) => [one.urn, one]));
  const ids = new Set(services.map(({ id }) => id));
  const isService = ({ type, id = "" }: Resource) => type === types.container && ids.has(id);
  const own = resources.filter(isService);
  const starts = resources.filter(({ type }) => type === types.command);
  const needsOf = ({ urn, parent, dependencies = [] }: Resource): readonly string[] => [
    ...dependencies,
    ...starts
      .filter((one) => one.parent === parent && one.dependencies?.includes(urn))
      // Those that it starts itself wait for no one another.
      .flatMap((one) => (one.dependencies ?? []).filter((urn) => byUrn.get(urn)?.type !== types.container)),
  ];
  const ranks = new Map<string, number>();
  const rankOf = (urn: string): number => {
    const known = ranks.get(urn);
    if (known !== undefined) return known;
    ranks.set(urn, 0);
    const one = byUrn.get(urn);
    const needs = one && isService(one) ? needsOf(one) : (one?.dependencies ?? []);
    const rank = Math.max(
      0,
      ...needs.map((need) => {
        const before = byUrn.get(need);
        return rankOf(need) + (before && isService(before) ? 1 : 0);
      }),
    );
    ranks.set(urn, rank);
    return rank;
  };
  const waves: DeclaredContainer[][] = [];
  for (const one of own) {
    const rank = rankOf(one.urn);
    waves[rank] = [...(waves[rank] ?? []), ...services.filter(({ id }) => id === one.id)];
  }
  return waves.filter(Boolean);
}
