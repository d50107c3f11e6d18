import { isWildcard, wildcardPattern } from "../../shared/domain";
import { byCode } from "../../shared/order";
import { namedBelow } from "../../shared/precedence";
import type { Redirect } from "./redirects";
import type { SpreadService } from "./spread";

/** Domain names and the router that alone serves them. */
export interface FarmDomains {
  readonly router: string;
  readonly domains: readonly string[];
  /**
   * Whether the router is spoken with by HTTP/2, which alone carries calls that talk both ways at once.
   * @default by HTTP/1.1
   */
  readonly h2?: boolean;
}

/** The section of these names. */
export const sectionNameOf = ({ router, h2 }: FarmDomains): string => `router_${router}${h2 ? "_h2" : ""}`;

/** Names under which calls may be silent for long. */
export const namesInH2 = ({ domains, spread }: Omit<Served, "containers">): string[] =>
  [...domains, ...spread].filter(({ h2 }) => h2).flatMap((one) => one.domains);

/** All that a farm serves. */
export interface Served {
  /** Names that lead to others. @default none */
  readonly redirects?: readonly Redirect[];
  readonly domains: readonly FarmDomains[];
  /** Services on several routers. */
  readonly spread: readonly SpreadService[];
  /** Services that no router has. */
  readonly containers: readonly ContainerDomains[];
}

/** Domain names and the container that serves them without a router. */
export interface ContainerDomains {
  readonly service: string;
  readonly domains: readonly string[];
}

/** The name that a request asks for, without port, case and trailing dot. */
export const domainVariable =
  "http-request set-var(txn.domain) req.fhdr(host),lower,regsub(:[0-9]*$,),regsub(\\.$,)";

/** Rules by which `served` tells whether a request's domain is one of the farm's. */
export const servedRules = (served: Served): string[] => {
  const names = namesOf(served);
  return [
    ...domainVariables(names),
    ...(names.length > 0 ? domainAcl("served", names) : ["acl served always_false"]),
  ];
};

const namesOf = ({ domains, spread, containers, redirects = [] }: Served): string[] => [
  ...new Set([...domains, ...spread, ...containers, ...redirects].flatMap((entry) => entry.domains)),
];

/**
 * The name that a request asks for, without port, case and trailing dot; and the same once more for wildcards, where it
 * is not one that is named itself: no rule takes an exact name for one of its wildcard's.
 */
function domainVariables(names: readonly string[]): string[] {
  const wildcards = names.filter(isWildcard);
  const named = [...new Set(wildcards.flatMap((one) => namedBelow(one, names)))];
  const unlessNamed = named.length > 0 ? " unless named" : "";
  return [
    domainVariable,
    ...exact("named", named),
    ...(wildcards.length > 0 ? [`http-request set-var(txn.below) var(txn.domain)${unlessNamed}`] : []),
  ];
}

/** An exact name goes before any wildcard, whichever routers serve them, and a longer prefix before a shorter one. */
export const routerRules = ({ domains, spread, containers }: Served): string[] => {
  const choices = [
    ...parts(spread),
    ...[...domains]
      .sort((a, b) => byCode(a.router, b.router))
      .map((entry) => ({
        name: entry.router + (entry.h2 ? "_h2" : ""),
        backend: sectionNameOf(entry),
        domains: entry.domains,
      })),
    ...[...containers]
      .sort((a, b) => byCode(a.service, b.service))
      .map(({ service, ...entry }) => ({
        name: `container_${service}`,
        backend: `container_${service}`,
        ...entry,
      })),
    ...wholes(spread),
  ];
  return [
    ...choices.flatMap((choice) => chosenBy(`for_${choice.name}`, choice, exact)),
    ...choices.flatMap((choice) => chosenBy(`below_${choice.name}`, choice, wildcard)),
  ];
};

/** Names, and who gets their requests. */
interface Choice {
  readonly name: string;
  readonly backend: string;
  readonly domains: readonly string[];
  /** Only paths at and below this one. */
  readonly prefix?: string;
}

/** Services that have some of their domains' paths, each with those domains. */
const parts = (spread: readonly SpreadService[]): Choice[] =>
  byPrefix(spread).flatMap((one) => ({
    name: `service_${one.service}_part`,
    backend: `service_${one.service}`,
    domains: one.domains.filter((domain) => isPart(one, domain, spread)),
    prefix: one.pathPrefix,
  }));

/** Services that get all that is left of their domains: what nobody has, the router says by itself. */
const wholes = (spread: readonly SpreadService[]): Choice[] =>
  byPrefix(spread).map((one) => ({
    name: `service_${one.service}`,
    backend: `service_${one.service}`,
    domains: one.domains.filter((domain) => !isPart(one, domain, spread)),
  }));

/** Whether another service of the domain has a shorter prefix. */
const isPart = (one: SpreadService, domain: string, spread: readonly SpreadService[]): boolean =>
  spread.some((other) => other.domains.includes(domain) && shorterFirst(other, one) < 0);

const byPrefix = (spread: readonly SpreadService[]): SpreadService[] =>
  [...spread].sort((a, b) => shorterFirst(b, a));

/** Two prefixes of a domain can have the same length, and never are the same. */
const shorterFirst = (a: SpreadService, b: SpreadService): number => {
  const [one = "", other = ""] = [a.pathPrefix, b.pathPrefix];
  return one.length - other.length || byCode(one, other) || byCode(a.service, b.service);
};

/** Rules by which a name tells whether a request's domain is one of these. */
export const domainAcl = (acl: string, domains: readonly string[]): string[] => [
  ...exact(acl, domains),
  ...wildcard(acl, domains),
];

type Matcher = (acl: string, domains: readonly string[]) => string[];

const chosenBy = (acl: string, { backend, domains, prefix }: Choice, matching: Matcher): string[] => {
  const matchers = matching(acl, domains);
  const below = prefix ? ` { path,concat(/) -m beg ${prefix}/ }` : "";
  return matchers.length > 0 ? [...matchers, `use_backend ${backend} if ${acl}${below}`] : [];
};

const exact: Matcher = (acl, domains) =>
  matcher(
    `acl ${acl} var(txn.domain) -m str`,
    domains.filter((name) => !isWildcard(name)),
  );

const wildcard: Matcher = (acl, domains) =>
  matcher(`acl ${acl} var(txn.below) -m reg`, domains.filter(isWildcard), wildcardPattern);

/** HAProxy reads at most 64 words of a line. */
const namesOfLine = 50;

/**
 * HAProxy looks up all names of a line at once, and takes the request's name anew for each line: with a line for each
 * of a hundred names, a request takes it a fifth more.
 */
export function matcher(head: string, names: readonly string[], pattern = (name: string) => name): string[] {
  const sorted = [...names].sort().map(pattern);
  const lines = Math.ceil(sorted.length / namesOfLine);
  return Array.from({ length: lines }, (_, line) =>
    [head, ...sorted.slice(line * namesOfLine, (line + 1) * namesOfLine)].join(" "),
  );
}
