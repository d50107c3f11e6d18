import { covers, isWildcard } from "../../shared/domain";
import { byCode } from "../../shared/order";
import { domainAcl, matcher } from "./domainRules";

/** A service whose WebDAV has rules of its own. */
export interface OwnDestination {
  /** @default all paths */
  readonly prefix?: string;
  readonly domains: readonly string[];
  /** Whether its application sees paths without the prefix; if it does, what is sent is passed on as it is. */
  readonly stripped: boolean;
  /** Longer prefixes of the same domains, which are other services'. */
  readonly deeper: readonly string[];
  /** Names that its wildcards cover, and that are other services'. */
  readonly others: readonly string[];
}

/** What a service claims, and what its application understands. */
interface Claim {
  readonly domains: readonly string[];
  readonly pathPrefix?: string;
  readonly stripPrefix: boolean;
  readonly webdavDestination: "http" | "as-sent";
}

/** Derives whose destinations are not told like all others. */
export const ownDestinations = (claims: readonly Claim[]): OwnDestination[] =>
  claims
    .filter((one) => one.webdavDestination === "as-sent" || isStripped(one))
    .map((one) => ({
      prefix: one.pathPrefix,
      domains: one.domains,
      stripped: one.webdavDestination !== "as-sent" && isStripped(one),
      deeper: deeperThan(one, claims),
      others: othersOf(one, claims),
    }))
    .sort((a, b) => byCode(a.prefix ?? "", b.prefix ?? "") || byCode(a.domains.join(), b.domains.join()));

const isStripped = ({ pathPrefix, stripPrefix }: Claim): boolean => stripPrefix && pathPrefix !== undefined;

const deeperThan = ({ domains, pathPrefix = "" }: Claim, claims: readonly Claim[]): string[] =>
  unique(
    claims
      .filter((other) => other.domains.some((domain) => domains.includes(domain)))
      .flatMap((other) => (other.pathPrefix?.startsWith(`${pathPrefix}/`) ? [other.pathPrefix] : [])),
  );

const othersOf = ({ domains }: Claim, claims: readonly Claim[]): string[] =>
  unique(
    claims
      .flatMap((other) => other.domains)
      .filter((name) => !isWildcard(name) && !domains.includes(name))
      .filter((name) => domains.some((domain) => covers(domain, name))),
  );

const unique = (texts: readonly string[]): string[] => [...new Set(texts)].sort(byCode);

/**
 * Rules for the `Destination` of WebDAV's COPY and MOVE, a whole address by which visitors name the farm: many servers
 * refuse it, as they know of no `https`. What lies elsewhere stays as it is, for the application to refuse.
 */
export const destinationRules = (own: readonly OwnDestination[]): string[] => [
  "http-request set-var(txn.destination) req.fhdr(destination),field(3,/),lower,regsub(:443$,) if { req.fhdr(destination) -m beg -i https:// }",
  "http-request set-var(txn.authority) req.fhdr(host),lower,regsub(:443$,) if { var(txn.destination) -m found }",
  "acl destination_here var(txn.destination),strcmp(txn.authority) eq 0",
  ...own.flatMap(ownRules),
  `http-request replace-header Destination ^[^/]+//[^/]+(/.*)?$ ${here} if destination_here${own.map((_, at) => ` !${aclOf(at)}`).join("")}`,
];

const here = "http://%[req.fhdr(host)]\\1";

const aclOf = (at: number): string => `destination_own_${at}`;

/** Of an application that does not know its prefix, what lies outside is elsewhere too. */
function ownRules({ prefix = "", domains, stripped, deeper, others }: OwnDestination, at: number): string[] {
  const acl = aclOf(at);
  const not = [
    ...(deeper.length > 0 ? [`!${acl}_deeper`] : []),
    ...(others.length > 0 ? [`!${acl}_others`] : []),
  ];
  const inside = ["{ req.fhdr(destination) -m found }", `{ path,concat(/) -m beg ${prefix}/ }`, ...not];
  const without = prefix.replaceAll(".", "\\.");
  return [
    ...matcher(`acl ${acl}_deeper path,concat(/) -m beg`, deeper, (longer) => `${longer}/`),
    ...matcher(`acl ${acl}_others var(txn.domain) -m str`, others),
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
