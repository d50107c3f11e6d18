import { isWildcard, wildcardPattern } from "../shared/domain";

/** An exact name goes before any wildcard, a longer prefix before a shorter one. */
const priorities = { exact: 2000, wildcard: 1000 } as const;

/** What a service claims. */
interface Claimed {
  readonly service: string;
  readonly domains: readonly string[];
  readonly pathPrefix?: string;
}

/** Domains that one router of Traefik's serves, by rules. */
export interface Names {
  readonly router: string;
  readonly hosts: string;
  /** The same with the prefix. */
  readonly rule: string;
  readonly priority: number;
}

/** The names of a service, those of each priority together. */
export function namesOf({ service, domains, pathPrefix }: Claimed): Names[] {
  const groups = { exact: domains.filter((name) => !isWildcard(name)), wildcard: domains.filter(isWildcard) };
  return (["exact", "wildcard"] as const)
    .filter((group) => groups[group].length > 0)
    .map((group) => {
      const hosts = hostRule(groups[group].sort());
      return {
        router: group === "exact" ? service : `${service}_wildcard`,
        hosts,
        rule: pathPrefix ? `${hosts} && ${below(pathPrefix)}` : hosts,
        priority: priorities[group] + (pathPrefix?.length ?? 0),
      };
    });
}

function hostRule(domains: readonly string[]): string {
  const hosts = domains.map((name) =>
    isWildcard(name) ? `HostRegexp(\`${wildcardPattern(name)}\`)` : `Host(\`${name}\`)`,
  );
  return hosts.length > 1 ? `(${hosts.join(" || ")})` : hosts.join();
}

/** A prefix and what is below it, as written. */
export const below = (prefix: string): string => `(Path(\`${prefix}\`) || PathPrefix(\`${prefix}/\`))`;

/** A path that is like a regular expression. */
export const like = (expression: string): string => `PathRegexp(\`${expression}\`)`;
