import { byCode } from "../../shared/order";
import { decisionsOf, type RoutedClaim } from "./decisions";
import { domainAcl, matcher } from "./domainRules";

/** Domains of which only some paths are served. */
export interface PartlyServed {
  readonly domains: readonly string[];
  readonly prefixes: readonly string[];
}

/** Derives which domains are served in part, those with the same paths together. */
export function partlyServed(claims: readonly RoutedClaim[]): PartlyServed[] {
  const byPrefixes = new Map<string, string[]>();
  for (const { name, claims: own } of decisionsOf(claims)) {
    const prefixes = own.map(({ pathPrefix }) => pathPrefix);
    if (prefixes.includes(undefined)) continue;
    const told = [...new Set(prefixes)].sort().join(" ");
    byPrefixes.set(told, [...(byPrefixes.get(told) ?? []), name]);
  }
  return [...byPrefixes]
    .sort(([a], [b]) => byCode(a, b))
    .map(([prefixes, domains]) => ({ domains: domains.sort(byCode), prefixes: prefixes.split(" ") }));
}

/** Rules that mark a request for a path that no service of its domain has. */
export const unclaimedRules = (parts: readonly PartlyServed[]): string[] =>
  parts.flatMap(({ domains, prefixes }, at) => [
    ...domainAcl(`in_part_${at}`, domains),
    ...matcher(`acl path_of_${at} path,concat(/) -m beg`, prefixes, (prefix) => `${prefix}/`),
    `http-request set-var(txn.unclaimed) bool(true) if in_part_${at} !path_of_${at}`,
  ]);
