import {
  type ConfigFile,
  globalSection,
  resolversSection,
  type Size,
  section,
  withRevision,
} from "../haproxy/text";
import type { AccessLog } from "../shared/accessLog";
import { byCode } from "../shared/order";
import { type FarmRouter, issuerSection, keeperSection, type Neighbour, routerSection } from "./backends";
import type { FarmDomains } from "./domainRules";
import { plainSection, statsSection, webSection } from "./frontends";
import { farmLog } from "./log";
import { errorPages, pageText } from "./pages";
import { type RateLimit, rateLimitSection } from "./rateLimit";
import { type FarmTls, tlsGlobals } from "./tls";

/** How long the farm waits, in seconds. */
export interface FarmTimeouts {
  /** For a connection to a router. @default 5 */
  readonly connect: number;
  /** For a TLS handshake, and for the headers of a request. @default 10 */
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
  /** The ports that visitors use. */
  readonly publicPorts: { readonly https: number };
  readonly tls: FarmTls;
  readonly rateLimit: RateLimit;
  /** Who answers the authority that proves names by HTTP. @default nobody */
  readonly issuer?: Neighbour;
  /** Who watches over the certificates. @default nobody */
  readonly keeper?: Neighbour;
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
    globalSection(config, tlsGlobals(config.tls)),
    defaultsSection(config),
    resolversSection(),
    ...rateLimitSection(config.rateLimit),
    plainSection(config),
    webSection(config),
    statsSection(config),
    ...sorted(config.routers).map(routerSection),
    ...(config.issuer ? [issuerSection(config.issuer)] : []),
    ...(config.keeper ? [keeperSection(config.keeper)] : []),
  ]);

const sorted = (routers: readonly FarmRouter[]): FarmRouter[] =>
  [...routers].sort((a, b) => byCode(a.name, b.name));

const defaultsSection = ({ timeouts, accessLog }: FarmConfig): string =>
  section(
    "defaults",
    "mode http",
    farmLog(accessLog),
    `timeout connect ${timeouts.connect}s`,
    `timeout client-hs ${timeouts.request}s`,
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
