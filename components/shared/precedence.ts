import { covers, isWildcard, standsFor } from "./domain";
import { byCode } from "./order";

/** Names, and of them all paths or those at and below one. */
export interface Claim {
  readonly domains: readonly string[];
  /** Begins with a slash and does not end with one. @default all paths */
  readonly pathPrefix?: string;
}

/** What happens to the requests for one name: an exact one, or a wildcard for all that it covers and nobody names. */
export interface Decision<C extends Claim> {
  readonly name: string;
  /** Who gets a request: the first of them that has its path. What is behind another one is not there. */
  readonly claims: readonly C[];
}

const ranks = { exact: 2000, wildcard: 1000 } as const;

/**
 * Where a claim stands among all others, the highest first: an exact name goes before any wildcard, a longer prefix
 * before a shorter one. A router knows each service by itself, and sorts by this number.
 */
export const rankOf = (name: string, pathPrefix = ""): number =>
  ranks[isWildcard(name) ? "wildcard" : "exact"] + pathPrefix.length;

/** Between two ranks of names: more than any prefix has, and less than there is from wildcards to exact names. */
export const aboveItsName = 300;

/** Exact names that a wildcard covers, and does not decide for: they are named. */
export const namedBelow = (wildcard: string, names: readonly string[]): string[] =>
  [...new Set(names.filter((name) => covers(wildcard, name)))].sort(byCode);

/**
 * Decides for each name of a farm. Router, certificate and what a visitor has to show go by the name alone; which
 * service it is goes by the path too, and what an exact name has not is its wildcard's where one router has both.
 * @param together whether a router that has one of the claims has the other one too
 * @returns exact names first: of a host, the first decision that stands for it holds
 */
export function decide<C extends Claim>(
  claims: readonly C[],
  together: (one: C, other: C) => boolean,
): Decision<C>[] {
  const names = [...new Set(claims.flatMap(({ domains }) => domains))];
  const sorted = names.sort((a, b) => rankOf(b) - rankOf(a) || byCode(a, b));
  return sorted.map((name) => ({ name, claims: decideFor(name, claims, together) }));
}

/** The decision for a host in lower case, without port and trailing dot. */
export const decisionFor = <C extends Claim>(
  decisions: readonly Decision<C>[],
  host: string,
): Decision<C> | undefined => decisions.find(({ name }) => standsFor(name, host));

/** Who gets a request for a path, of those that a decision names. */
export const claimFor = <C extends Claim>(decision: Decision<C> | undefined, path: string): C | undefined =>
  decision?.claims.find(({ pathPrefix }) => hasPath(pathPrefix, path));

const hasPath = (prefix = "", path: string): boolean => `${path}/`.startsWith(`${prefix}/`);

function decideFor<C extends Claim>(
  name: string,
  claims: readonly C[],
  together: (one: C, other: C) => boolean,
): C[] {
  const own = claims.filter(({ domains }) => domains.includes(name));
  const above = (one: C) =>
    own.includes(one) || !own.some((other) => together(one, other))
      ? undefined
      : one.domains.find((domain) => covers(domain, name));
  const ranked = claims
    .flatMap((claim) => {
      const by = own.includes(claim) ? name : above(claim);
      return by === undefined
        ? []
        : [{ claim, prefix: claim.pathPrefix ?? "", rank: rankOf(by, claim.pathPrefix) }];
    })
    .sort((a, b) => b.rank - a.rank || byCode(a.prefix, b.prefix));
  return ranked
    .filter(({ prefix }, at) => !ranked.slice(0, at).some((before) => hasPath(before.prefix, prefix)))
    .map(({ claim }) => claim);
}
