import { covers, isWildcard } from "../shared/domain";
import { byCode } from "../shared/order";
import { domainAcl, matcher } from "./domainRules";

/** A service whose application sees paths without a prefix. */
export interface StrippedPrefix {
  readonly prefix: string;
  readonly domains: readonly string[];
  /** Longer prefixes of the same domains, which are other services'. */
  readonly deeper: readonly string[];
  /** Names that its wildcards cover, and that are other services'. */
  readonly others: readonly string[];
}

/** What a service claims, and whether its application sees all of a path. */
interface Claim {
  readonly domains: readonly string[];
  readonly pathPrefix?: string;
  readonly stripPrefix: boolean;
}

/** Derives whose paths are told without their prefix. */
export const strippedPrefixes = (claims: readonly Claim[]): StrippedPrefix[] =>
  claims
    .flatMap(({ domains, pathPrefix: prefix, stripPrefix }) =>
      prefix && stripPrefix
        ? [
            {
              prefix,
              domains,
              deeper: unique(
                claims
                  .filter((other) => other.domains.some((domain) => domains.includes(domain)))
                  .flatMap(({ pathPrefix }) => (pathPrefix?.startsWith(`${prefix}/`) ? [pathPrefix] : [])),
              ),
              others: unique(
                claims
                  .flatMap((other) => other.domains)
                  .filter((name) => !isWildcard(name) && !domains.includes(name))
                  .filter((name) => domains.some((domain) => covers(domain, name))),
              ),
            },
          ]
        : [],
    )
    .sort((a, b) => byCode(a.prefix, b.prefix) || byCode(a.domains.join(" "), b.domains.join(" ")));

const unique = (texts: readonly string[]): string[] => [...new Set(texts)].sort(byCode);

/**
 * Rules for the `Destination` of WebDAV's COPY and MOVE, a whole address by which visitors name the farm: many servers
 * refuse it, as they know of no `https`. The path alone is as good by RFC 4918, and all of them understand it. What lies
 * elsewhere stays as it is, for the application to refuse.
 */
export const destinationRules = (stripped: readonly StrippedPrefix[]): string[] => [
  "http-request set-var(txn.destination) req.fhdr(destination),field(3,/),lower,regsub(:443$,) if { req.fhdr(destination) -m beg -i https:// }",
  "http-request set-var(txn.authority) req.fhdr(host),lower,regsub(:443$,) if { var(txn.destination) -m found }",
  "acl destination_here var(txn.destination),strcmp(txn.authority) eq 0",
  ...stripped.flatMap(stripRules),
  `http-request replace-header Destination ^[^/]+//[^/]+(/.*)$ \\1 if destination_here${stripped.map((_, at) => ` !strips_${at}`).join("")}`,
];

/** Of a service that does not know its prefix, what lies outside is elsewhere too. */
function stripRules({ prefix, domains, deeper, others }: StrippedPrefix, at: number): string[] {
  const acl = `strips_${at}`;
  const except = [
    ...matcher(`acl ${acl}_deeper path,concat(/) -m beg`, deeper, (longer) => `${longer}/`),
    ...matcher(`acl ${acl}_others var(txn.domain) -m str`, others),
  ];
  const not = [
    ...(deeper.length > 0 ? [`!${acl}_deeper`] : []),
    ...(others.length > 0 ? [`!${acl}_others`] : []),
  ];
  const inside = ["{ req.fhdr(destination) -m found }", `{ path,concat(/) -m beg ${prefix}/ }`, ...not];
  return [
    ...except,
    ...domainAcl(`${acl}_name`, domains),
    `http-request set-var(txn.strips) int(${at + 1}) if ${acl}_name ${inside.join(" ")}`,
    `acl ${acl} var(txn.strips) -m int ${at + 1}`,
    `http-request replace-header Destination ^${literally(prefix)}(/.*)$ \\1 if ${acl}`,
    `http-request replace-header Destination ^[^/]+//[^/]+${literally(prefix)}(/.*)$ \\1 if destination_here ${acl}`,
  ];
}

/** As a regular expression; a prefix has nothing but dots that would mean something else. */
const literally = (prefix: string): string => prefix.replaceAll(".", "\\.");
