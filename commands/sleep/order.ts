import type { DeclaredContainer, Role } from "../shared/declared";
import type { Deployment } from "../shared/state";
import { types } from "../shared/types";

/** What is between visitors and services, but for the farm: nothing waits for it, and it waits for nobody. */
const between: readonly Role[] = ["door", "router", "gate", "hairpin", "keeper", "issuer"];
const backingUp: readonly Role[] = ["backups", "dumper", "pinger"];

/**
 * All containers that run for good, in the order in which they start, those that may start at once in one. Services are in
 * that of the update that made them. Visitors come last, when there is somebody to ask.
 */
export function startOrder(
  containers: readonly DeclaredContainer[],
  { resources = [] }: Deployment,
): DeclaredContainer[][] {
  const of = (...roles: Role[]) => containers.filter(({ role }) => roles.includes(role));
  return [of(...between), ...inWaves(of("service", "other"), resources), of("farm"), of(...backingUp)].filter(
    ({ length }) => length > 0,
  );
}

/** Each behind all that the update made, and started, before it. */
function inWaves(
  services: readonly DeclaredContainer[],
  resources: NonNullable<Deployment["resources"]>,
): DeclaredContainer[][] {
  const byUrn = new Map(resources.map((one) => [one.urn, one]));
  const ids = new Map(services.map((one) => [one.id, one]));
  const ranks = new Map<string, number>();
  const rankOf = (urn: string): number => {
    const known = ranks.get(urn);
    if (known !== undefined) return known;
    ranks.set(urn, 0);
    const before = (byUrn.get(urn)?.dependencies ?? []).map((one) => rankOf(one) + (counts(one) ? 1 : 0));
    const rank = Math.max(0, ...before);
    ranks.set(urn, rank);
    return rank;
  };
  const counts = (urn: string): boolean => {
    const { type, id = "" } = byUrn.get(urn) ?? {};
    return type === types.container && ids.has(id);
  };
  const waves: DeclaredContainer[][] = [];
  for (const { urn, type, id = "" } of resources) {
    const service = type === types.container ? ids.get(id) : undefined;
    if (!service) continue;
    const rank = rankOf(urn);
    waves[rank] = [...(waves[rank] ?? []), service];
  }
  return waves.filter(Boolean);
}
