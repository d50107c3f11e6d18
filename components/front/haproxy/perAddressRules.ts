import { pageText, tooManyPage } from "../farm/pages";
import type { AtMost, PerAddress } from "./perAddress";
import { section } from "./text";

/** Whom a rule counts: a household has one IPv4 address, and one /64 of IPv6 whose addresses are its own to choose. */
export const visitor = "src,ipmask(32,64)";

/** Counters of a request, beside that of the rate limit. */
export const counters = { connections: 1, requests: 2, credential: 3, guesses: 4, allGuesses: 5 } as const;

/** In the global section: as many counters as rules use, and what a connection of HTTP/2 may do that nobody well-meant does. */
export const abuseGlobals: readonly string[] = [
  `tune.stick-counters ${Object.keys(counters).length + 1}`,
  "tune.h2.fe.glitches-threshold 1000",
  "tune.h2.fe.max-total-streams 10000",
];

/** Renders a section that counts. */
export const table = (name: string, kind: string, size: string, expire: string, store: string): string =>
  section(`backend ${name}`, `stick-table type ${kind} size ${size} expire ${expire} store ${store}`);

/** Renders the section that counts each address's connections. */
export const addressesSection = (): string =>
  table("addresses", "ipv6", "20k", "60s", "conn_cur,gpc0,gpc0_rate(60s),gpc1,gpc1_rate(10s)");

/** Renders the sections that count what each address has. */
export const perAddressSections = (): string[] => [
  addressesSection(),
  table("requests", "ipv6", "20k", "10s", "conn_cur"),
  table("websockets", "ipv6", "20k", "10s", "conn_cur"),
];

const rejected = (level: string, comparison: string, limit: AtMost, only: string): string[] =>
  limit === "off" ? [] : [`tcp-request ${level} reject if { ${comparison} ${limit} }${only}`];

/** Condition of rules that count: what is not counted is not limited. */
export const unlessExcepted = ({ except }: Pick<PerAddress, "except">): string =>
  except.length > 0 ? ` !{ src ${[...except].sort().join(" ")} }` : "";

/** Conditions of connections that are not their caller's own. */
export interface Tellers {
  /** Those that tell whose they are: only behind their first word is it known. */
  readonly each: readonly string[];
  /** Those that carry the requests of many. */
  readonly many: readonly string[];
}

export const but = (conditions: readonly string[]): string => conditions.map((one) => ` !${one}`).join("");

/** Renders the rules of a door by which a connection is closed before it costs anything. */
export function connectionRules(
  limits: PerAddress,
  { each, many }: Tellers = { each: [], many: [] },
): string[] {
  const { connections } = counters;
  const track = `track-sc${connections} ${visitor} table addresses`;
  const rules = (level: string, when: string, only = "") => [
    `tcp-request ${level} ${track}${when ? ` if${when}` : ""}`,
    ...rejected(level, `sc_conn_cur(${connections}) gt`, limits.connections, only),
    ...rejected(level, `sc_gpc1_rate(${connections}) ge`, limits.newConnections, only),
    "# What is closed does not count: who does not slow down goes on at the limit.",
    `tcp-request ${level} sc-inc-gpc1(${connections})${only ? ` if${only}` : ""}`,
  ];
  const passedOn = " { fc_rcvd_proxy }";
  return [
    ...rules("connection", but([...each, ...many]) + unlessExcepted(limits)),
    ...(each.length > 0 ? rules("session", passedOn + unlessExcepted(limits), passedOn) : []),
  ];
}

/** Beyond the limit by this factor, nobody waits for an answer: the connection is closed. */
const farBeyond = 1.25;

/**
 * Renders the rules of a door by which one address has a part of what is under way at once. An answer that says so has to be
 * taken, too: from who takes none, the connection is.
 * @param sharing condition of requests whose connection is others' too, and stays
 */
export function requestRules(limits: PerAddress, sharing: readonly string[] = []): string[] {
  const { connections, requests } = counters;
  const kinds = [
    { kind: "websockets", limit: limits.websockets, condition: "goes_over" },
    { kind: "requests", limit: limits.requests, condition: "!goes_over" },
  ] as const;
  const limited = kinds.flatMap(({ limit, condition }) =>
    limit === "off" ? [] : [{ condition, limit, far: Math.ceil(limit * farBeyond) }],
  );
  return [
    "acl goes_over req.hdr(upgrade) -m found",
    ...kinds.map(
      ({ kind, condition }) =>
        `http-request track-sc${requests} ${visitor} table ${kind} if ${condition}${unlessExcepted(limits)}`,
    ),
    ...limited.map(
      ({ condition, far }) =>
        `http-request reject if ${condition} { sc_conn_cur(${requests}) gt ${far} }${but(sharing)}`,
    ),
    ...limited.map(
      ({ condition, limit }) =>
        `http-request set-var(txn.over) bool(true) if ${condition} { sc_conn_cur(${requests}) gt ${limit} }`,
    ),
    "# One line in the log for each address and minute.",
    `http-request set-log-level silent if { var(txn.over) -m bool } { sc_gpc0_rate(${connections}) gt 0 }`,
    `http-request sc-inc-gpc0(${connections}) if { var(txn.over) -m bool }`,
    `http-request deny ${pageText({ ...tooManyPage, retrySeconds: 1 })} if { var(txn.over) -m bool }`,
  ];
}
