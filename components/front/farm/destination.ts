import { byCode } from "../../shared/order";
import type { Decision } from "../../shared/precedence";
import { decisionsOf, type RoutedClaim } from "./decisions";
import { domainAcl, matcher } from "./domainRules";

/** A service whose WebDAV has rules of its own. */
export interface OwnDestination {
  /** @default all paths */
  readonly prefix?: string;
  /** Names under which it gets requests. */
  readonly domains: readonly string[];
  /** Whether its application sees paths without the prefix; if it does, what is sent is passed on as it is. */
  readonly stripped: boolean;
  /** Longer prefixes under these names, which are other services'. */
  readonly deeper: readonly string[];
}

/** What a service claims, and what its application understands. */
interface Understood extends RoutedClaim {
  readonly stripPrefix: boolean;
  readonly webdavDestination: "http" | "as-sent";
}

/** Derives whose destinations are not told like all others. */
export const ownDestinations = (claims: readonly Understood[]): OwnDestination[] => {
  const decisions = decisionsOf(claims);
  return claims
    .filter((one) => one.webdavDestination === "as-sent" || isStripped(one))
    .flatMap((one) =>
      [...namesByDeeper(one, decisions)].map(([deeper, domains]) => ({
        prefix: one.pathPrefix,
        domains,
        stripped: one.webdavDestination !== "as-sent" && isStripped(one),
        deeper: deeper.split(" ").filter((prefix) => prefix !== ""),
      })),
    )
    .sort((a, b) => byCode(a.prefix ?? "", b.prefix ?? "") || byCode(a.domains.join(), b.domains.join()));
};

const isStripped = ({ pathPrefix, stripPrefix }: Understood): boolean =>
  stripPrefix && pathPrefix !== undefined;

/** Names under which a service gets requests, by the prefixes of others that it does not get there. */
function namesByDeeper(one: Understood, decisions: readonly Decision<Understood>[]): Map<string, string[]> {
  const names = new Map<string, string[]>();
  for (const { name, claims } of decisions.filter(({ claims }) => claims.includes(one))) {
    const deeper = claims
      .slice(0, claims.indexOf(one))
      .flatMap(({ pathPrefix }) => (pathPrefix?.startsWith(`${one.pathPrefix ?? ""}/`) ? [pathPrefix] : []));
    const key = [...new Set(deeper)].sort(byCode).join(" ");
    names.set(key, [...(names.get(key) ?? []), name].sort(byCode));
  }
  return names;
}

/**
 * Rules for the `Destination` of WebDAV's COPY and MOVE, a whole address by which visitors name the farm: many servers
 * refuse it, as they know of no `https`. What lies elsewhere stays as it is, for the application to refuse.
 */
export const destinationRules = (own: readonly OwnDestination[]): string[] => [
  "http-request set-var(txn.destination) req.fhdr(destination),field(3,/),lower,regsub(:443$,) if { req.fhdr(destination) -m beg -i https:// }",
  "acl destination_here var(txn.destination),strcmp(txn.authority) eq 0",
  ...own.flatMap(ownRules),
  `http-request replace-header Destination ^[^/]+//[^/]+(/.*)?$ ${here} if destination_here${own.map((_, at) => ` !${aclOf(at)}`).join("")}`,
];

const here = "http://%[req.fhdr(host)]\\1";

const aclOf = (at: number): string => `destination_own_${at}`;

/** Of an application that does not know its prefix, what lies outside is elsewhere too. */
function ownRules({ prefix = "", domains, stripped, deeper }: OwnDestination, at: number): string[] {
  const acl = aclOf(at);
  const not = deeper.length > 0 ? [`!${acl}_deeper`] : [];
  const inside = ["{ req.fhdr(destination) -m found }", `{ path,concat(/) -m beg ${prefix}/ }`, ...not];
  const without = prefix.replaceAll(".", "\\.");
  return [
    ...matcher(`acl ${acl}_deeper path,concat(/) -m beg`, deeper, (longer) => `${longer}/`),
    ...domainAcl(`${acl}_name`, domains),
    `http-request set-var(txn.own) int(${at + 1}) if ${acl}_name ${inside.join(" ")}`,
    `acl ${acl} var(txn.own) -m int ${at + 1}`,
    ...(stripped
      ? [
          `http-request replace-header Destination ^${without}(/.*)$ \\1 if ${acl}`,
          `http-request replace-header Destination ^[^/]+//[^/]+${without}(/.*)$ ${here} if destination_here ${acl}`,
        ]
      : []),
  ];
}
