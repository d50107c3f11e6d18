import { unroutedHeader } from "../../router/unrouted";
import { covers } from "../../shared/domain";
import { byCode } from "../../shared/order";
import { domainAcl, matcher } from "./domainRules";
import { notFoundPage, pageText } from "./pages";

/** Domains of which only some paths are served. */
export interface PartlyServed {
  readonly domains: readonly string[];
  readonly prefixes: readonly string[];
}

/** What a service claims, of its routers. */
export interface Claim {
  readonly domains: readonly string[];
  /** @default all paths */
  readonly pathPrefix?: string;
  readonly routers: readonly { readonly routerName: string }[];
}

/** Derives which domains are served in part, those with the same paths together. */
export function partlyServed(claims: readonly Claim[]): PartlyServed[] {
  const byPrefixes = new Map<string, string[]>();
  for (const domain of [...new Set(claims.flatMap(({ domains }) => domains))].sort(byCode)) {
    const prefixes = prefixesOf(domain, claims);
    if (prefixes === undefined) continue;
    byPrefixes.set(prefixes, [...(byPrefixes.get(prefixes) ?? []), domain]);
  }
  return [...byPrefixes]
    .sort(([a], [b]) => byCode(a, b))
    .map(([prefixes, domains]) => ({ domains, prefixes: prefixes.split(" ") }));
}

/** Paths of a domain, as one text; undefined where all of them are served. A name's routers know its wildcard, too. */
function prefixesOf(domain: string, claims: readonly Claim[]): string | undefined {
  const own = claims.filter(({ domains }) => domains.includes(domain));
  const routers = own.map(namesOf);
  const wildcards = claims.filter(
    (one) => routers.includes(namesOf(one)) && one.domains.some((name) => covers(name, domain)),
  );
  const prefixes = [...own, ...wildcards].map(({ pathPrefix }) => pathPrefix);
  return prefixes.includes(undefined) ? undefined : [...new Set(prefixes)].sort().join(" ");
}

const namesOf = ({ routers }: Claim): string =>
  routers
    .map(({ routerName }) => routerName)
    .sort()
    .join(" ");

/** Rules that mark a request for a path that no service of its domain has. */
export const unclaimedRules = (parts: readonly PartlyServed[]): string[] =>
  parts.flatMap(({ domains, prefixes }, at) => [
    ...domainAcl(`in_part_${at}`, domains),
    ...matcher(`acl path_of_${at} path,concat(/) -m beg`, prefixes, (prefix) => `${prefix}/`),
    `http-request set-var(txn.unclaimed) bool(true) if in_part_${at} !path_of_${at}`,
  ]);

/** Where no route fits, the router says it; whether one is missing, only the farm can tell. */
export const unclaimedPage = `http-response return ${pageText(notFoundPage)} if { status 503 } routers_own routers_words { res.hdr(${unroutedHeader}) -m found } { var(txn.unclaimed) -m bool }`;
