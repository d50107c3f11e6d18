import type { PerAddress } from "../haproxy/perAddress";
import { counters, type Tellers, unlessExcepted, visitor } from "../haproxy/perAddressRules";
import type { Behind } from "./behind";
import { matcher } from "./domainRules";

/** How many proxies one behind the other are looked past. HAProxy counts a header's values up to ten. */
const hops = 5;

/** Which connections tell whose they are, and which are many visitors' together. */
export const tellersOf = (hairpins: readonly string[] = [], behind?: Behind): Tellers => ({
  each: [
    ...(hairpins.length > 0 ? [`{ src ${[...hairpins].sort().join(" ")} }`] : []),
    ...(behind?.by === "proxy-protocol" ? ["in_front"] : []),
  ],
  many: behind?.by === "x-forwarded-for" ? ["in_front"] : [],
});

/** Whoever stands in front, by the address of the connection; of a request, by what has been believed so far. */
export const inFront = (behind?: Behind): string[] => matcher("acl in_front src", behind?.addresses ?? []);

/**
 * Who tells whose a connection is does so first, and whoever else says it is not understood. A container that calls by a
 * public name is taken for itself, and not for who passes it on.
 */
export const callerRules = ({ each }: Tellers): string[] =>
  each.map((teller) => `tcp-request connection expect-proxy layer4 if ${teller}`);

/** Condition of a request whose visitor is told by a header. */
const toldByHeader = "{ var(txn.told) -m found }";

/** Condition of requests that share their connection with others' requests: it is not closed for what one of them does. */
export const sharing = (behind?: Behind): string[] =>
  behind?.by === "x-forwarded-for" ? [toldByHeader] : [];

/**
 * Rules by which the address that a header tells is the visitor's, for all that comes after. From the right, each address
 * was written by the proxy that the one before it is of: the first that does not stand in front is the visitor's, and what
 * is left of it was said by nobody that is believed. Where there is no address, the last one is.
 */
export const forwardedRules = (behind: Behind | undefined, limits: PerAddress): string[] =>
  behind?.by === "x-forwarded-for"
    ? [
        "# Some write a port behind the address, brackets around it, or an address of IPv4 as one of IPv6.",
        ...written.map((regex) => `http-request replace-value X-Forwarded-For '${regex}' '\\1' if in_front`),
        "http-request set-var(txn.told) int(0) if in_front",
        ...Array.from({ length: hops }, (_, at) => hop(at + 1)).flat(),
        `http-request track-sc${counters.connections} ${visitor} table addresses if ${toldByHeader}${unlessExcepted(limits)}`,
      ]
    : [];

const written = [
  "^\\[([0-9A-Fa-f:.]+)\\](:[0-9]+)?$",
  "^([0-9]+\\.[0-9.]+):[0-9]+$",
  "^::[Ff]{4}:([0-9]+\\.[0-9.]+)$",
];

const hop = (at: number): string[] => {
  const entry = `req.hdr(x-forwarded-for,-${at})`;
  return [
    `http-request set-var(txn.told) int(${at}) if in_front { var(txn.told) -m int ${at - 1} } { ${entry} -m ip 0.0.0.0/0 ::/0 }`,
    `http-request set-src ${entry} if { var(txn.told) -m int ${at} }`,
  ];
};
