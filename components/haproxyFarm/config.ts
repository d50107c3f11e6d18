import {
  type ConfigFile,
  globalSection,
  resolversSection,
  type Size,
  section,
  withRevision,
} from "../haproxy/text";
import type { AccessLog } from "../shared/accessLog";
import { isWildcard, wildcardPattern } from "../shared/domain";
import { byCode } from "../shared/order";
import { routerPorts } from "../traefikRouter/config";
import { farmLog } from "./log";
import { errorPages, notFoundPage, type Page, renderPage, unavailablePage } from "./pages";

/** Ports inside the farm's container. */
export const farmPorts = { http: 80, stats: 8404 } as const;

/** A router as the farm reaches it. */
export interface FarmRouter {
  readonly name: string;
  /** Name by which the engine's DNS knows the container. */
  readonly host: string;
  /** Its address until the DNS has been asked. */
  readonly address: string;
}

/** Domain names and the router that serves them. */
export interface FarmDomains {
  readonly router: string;
  readonly domains: readonly string[];
}

/** How long the farm waits, in seconds. */
export interface FarmTimeouts {
  /** For a connection to a router. @default 5 */
  readonly connect: number;
  /** For the headers of a request. @default 10 */
  readonly request: number;
  /** For the next request on a kept connection; shorter than a stopped router goes on. @default 5 */
  readonly keepAlive: number;
  /** For a visitor who sends or takes nothing. @default 60 */
  readonly client: number;
  /** For a service that says nothing. @default 300 */
  readonly server: number;
  /** For a silent websocket. @default 3600 */
  readonly tunnel: number;
}

/** What a farm's configuration depends on. */
export interface FarmConfig extends Size {
  readonly routers: readonly FarmRouter[];
  readonly domains: readonly FarmDomains[];
  readonly timeouts: FarmTimeouts;
  /** The port that visitors use. */
  readonly publishedPort: number;
  /** The environment's network, whose containers see no statistics. */
  readonly subnet: string;
  readonly accessLog: AccessLog;
  /** Addresses from which the statistics page takes orders. */
  readonly admins: readonly string[];
}

/**
 * Renders HAProxy's configuration.
 * @see https://docs.haproxy.org/3.2/configuration.html
 */
export const renderFarm = (config: FarmConfig): ConfigFile =>
  withRevision([
    globalSection(config),
    defaultsSection(config),
    resolversSection(),
    webSection(config),
    statsSection(config),
    ...sorted(config.routers).map(routerSection),
  ]);

const sorted = (routers: readonly FarmRouter[]): FarmRouter[] =>
  [...routers].sort((a, b) => byCode(a.name, b.name));

const defaultsSection = ({ timeouts, accessLog }: FarmConfig): string =>
  section(
    "defaults",
    "mode http",
    farmLog(accessLog),
    `timeout connect ${timeouts.connect}s`,
    `timeout http-request ${timeouts.request}s`,
    `timeout http-keep-alive ${timeouts.keepAlive}s`,
    `timeout client ${timeouts.client}s`,
    `timeout server ${timeouts.server}s`,
    `timeout tunnel ${timeouts.tunnel}s`,
    "timeout queue 5s",
    "# Only connections that could not be opened are tried again: no request is ever sent twice.",
    "retries 3",
    "retry-on conn-failure",
    "option redispatch 1",
    "# A reload ends a kept connection with its next answer, never under a request that is on its way.",
    "option idle-close-on-response",
    "# Names with underscores could pass for the headers that are set here.",
    "option http-restrict-req-hdr-names delete",
    errorPages.map((page) => `http-error ${pageText(page)}`),
  );

const pageText = (page: Page): string =>
  `status ${page.status} content-type "text/html; charset=utf-8" string '${renderPage(page)}'`;

const webSection = (config: FarmConfig): string =>
  section(
    "frontend web",
    `bind :${farmPorts.http}`,
    "http-request set-var(txn.domain) req.hdr(host),field(1,:),lower,regsub(\\.$,)",
    servedRules(config.domains),
    `http-request return ${pageText(notFoundPage)} unless served`,
    forwardingHeaders(config.publishedPort),
    routerRules(config.domains),
  );

/** Whatever the client sent of these is not believed. */
const forwardingHeaders = (publishedPort: number): string[] => [
  "http-request del-header x-forwarded- -m beg",
  "http-request del-header forwarded",
  "http-request del-header x-real-ip",
  "http-request set-header X-Forwarded-For %[src]",
  "http-request set-header X-Forwarded-Host %[req.hdr(host)]",
  `http-request set-header X-Forwarded-Port ${publishedPort}`,
  "http-request set-header X-Forwarded-Proto http",
  "http-request set-header X-Real-IP %[src]",
];

const servedRules = (all: readonly FarmDomains[]): string[] => {
  const domains = all.flatMap((entry) => entry.domains);
  return domains.length > 0
    ? [...exact("served", domains), ...wildcard("served", domains)]
    : ["acl served always_false"];
};

/** An exact name goes before any wildcard, whichever routers serve them. */
const routerRules = (all: readonly FarmDomains[]): string[] => {
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

const chosenBy = (acl: string, router: string, matchers: readonly string[]): string[] =>
  matchers.length > 0 ? [...matchers, `use_backend router_${router} if ${acl}`] : [];

const exact = (acl: string, domains: readonly string[]): string[] =>
  domains
    .filter((name) => !isWildcard(name))
    .sort()
    .map((name) => `acl ${acl} var(txn.domain) -m str ${name}`);

const wildcard = (acl: string, domains: readonly string[]): string[] =>
  domains
    .filter(isWildcard)
    .sort()
    .map((name) => `acl ${acl} var(txn.domain) -m reg ${wildcardPattern(name)}`);

const statsSection = ({ subnet, admins }: FarmConfig): string =>
  section(
    "frontend stats",
    `bind :${farmPorts.stats}`,
    "option dontlog-normal",
    `acl admin src ${[...admins].join(" ")}`,
    `http-request deny if { src ${subnet} } !admin`,
    "http-request use-service prometheus-exporter if { path /metrics }",
    "http-request redirect location /stats if { path / }",
    "stats enable",
    "stats uri /stats",
    "stats refresh 10s",
    "stats hide-version",
    "stats admin if admin",
  );

const routerSection = ({ name, host, address }: FarmRouter): string =>
  section(
    `backend router_${name}`,
    "option httpchk GET /ping",
    "# What a router says by itself: no container answered, or no service has this path.",
    "acl short res.hdr(content-length) -m int le 20",
    "http-response wait-for-body time 1s if { status 404 502:504 } short",
    'acl unanswered res.body -m str "Bad Gateway" "Gateway Timeout"',
    'acl unanswered res.body -m beg "no available server"',
    'acl unrouted res.body -m beg "404 page not found"',
    `http-response return ${pageText(unavailablePage)} if { status 502:504 } short unanswered`,
    `http-response return ${pageText(notFoundPage)} if { status 404 } short unrouted`,
    `server ${name} ${host}:${routerPorts.web} check port ${routerPorts.ping} inter 1s fall 3 rise 1 resolvers engine init-addr ${address}`,
  );
