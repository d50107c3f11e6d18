import { isWildcard, wildcardPattern } from "../shared/domain";
import { byCode } from "../shared/order";

/** Domain names and the router that serves them. */
export interface FarmDomains {
  readonly router: string;
  readonly domains: readonly string[];
}

/** The name that a request asks for, without port, case and trailing dot. */
export const domainVariable = "http-request set-var(txn.domain) req.hdr(host),field(1,:),lower,regsub(\\.$,)";

/** Rules by which `served` tells whether a request's domain is one of the farm's. */
export const servedRules = (all: readonly FarmDomains[]): string[] => {
  const domains = all.flatMap((entry) => entry.domains);
  return domains.length > 0 ? domainAcl("served", domains) : ["acl served always_false"];
};

/** An exact name goes before any wildcard, whichever routers serve them. */
export const routerRules = (all: readonly FarmDomains[]): string[] => {
  const entries = [...all].sort((a, b) => byCode(a.router, b.router));
  return [
    ...entries.flatMap(({ router, domains }) =>
      chosenBy(`for_${router}`, router, exact(`for_${router}`, domains)),
    ),
    ...entries.flatMap(({ router, domains }) =>
      chosenBy(`below_${router}`, router, wildcard(`below_${router}`, domains)),
    ),
  ];
};

/** Rules by which a name tells whether a request's domain is one of these. */
export const domainAcl = (acl: string, domains: readonly string[]): string[] => [
  ...exact(acl, domains),
  ...wildcard(acl, domains),
];

const chosenBy = (acl: string, router: string, matchers: readonly string[]): string[] =>
  matchers.length > 0 ? [...matchers, `use_backend router_${router} if ${acl}`] : [];

const exact = (acl: string, domains: readonly string[]): string[] =>
  matcher(
    `acl ${acl} var(txn.domain) -m str`,
    domains.filter((name) => !isWildcard(name)),
  );

const wildcard = (acl: string, domains: readonly string[]): string[] =>
  matcher(`acl ${acl} var(txn.domain) -m reg`, domains.filter(isWildcard), wildcardPattern);

/** HAProxy reads at most 64 words of a line. */
const namesOfLine = 50;

/**
 * HAProxy looks up all names of a line at once, and takes the request's name anew for each line: with a line for each
 * of a hundred names, a request takes it a fifth more.
 */
function matcher(head: string, names: readonly string[], pattern = (name: string) => name): string[] {
  const sorted = [...names].sort().map(pattern);
  const lines = Math.ceil(sorted.length / namesOfLine);
  return Array.from({ length: lines }, (_, line) =>
    [head, ...sorted.slice(line * namesOfLine, (line + 1) * namesOfLine)].join(" "),
  );
}
