import { isWildcard, wildcardPattern } from "../shared/domain";
import { type Claim, rankOf } from "../shared/precedence";

/** What a service claims. */
interface Claimed extends Claim {
  readonly service: string;
  /**
   * Names that the farm leads to these. The router takes them for these: in an update that exchanges the two, the farm serves by
   * the former ones until it is told.
   * @default none
   */
  readonly redirectedHere?: readonly string[];
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
export function namesOf({ service, domains, redirectedHere = [], pathPrefix }: Claimed): Names[] {
  const groups = {
    exact: [...domains.filter((name) => !isWildcard(name)), ...redirectedHere],
    wildcard: domains.filter(isWildcard),
  };
  return (["exact", "wildcard"] as const)
    .filter((group) => groups[group].length > 0)
    .map((group) => {
      const hosts = hostRule(groups[group].sort());
      return {
        router: group === "exact" ? service : `${service}_wildcard`,
        hosts,
        rule: pathPrefix ? `${hosts} && ${below(pathPrefix)}` : hosts,
        priority: rankOf(groups[group][0] ?? "", pathPrefix),
      };
    });
}

/** A name may end with a dot, which Traefik leaves to a pattern. */
const anyBelow = (wildcard: string): string => wildcardPattern(wildcard).replace(/\$$/, "\\.?$");

function hostRule(domains: readonly string[]): string {
  const hosts = domains.map((name) =>
    isWildcard(name) ? `HostRegexp(\`${anyBelow(name)}\`)` : `Host(\`${name}\`)`,
  );
  return hosts.length > 1 ? `(${hosts.join(" || ")})` : hosts.join();
}

/** A prefix and what is below it, as written. */
export const below = (prefix: string): string => `(Path(\`${prefix}\`) || PathPrefix(\`${prefix}/\`))`;

/** A path that is like a regular expression. */
export const like = (expression: string): string => `PathRegexp(\`${expression}\`)`;
