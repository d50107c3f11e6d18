import { metricsPort } from "../../backups/layout";
import type { AccessLog } from "../../shared/accessLog";
import { byCode } from "../../shared/order";
import { certificatePorts } from "../certificates/ports";
import { allConnections } from "../haproxy/capacity";
import { passwordSections } from "../haproxy/passwordRules";
import type { PerAddress } from "../haproxy/perAddress";
import { abuseGlobals, perAddressSections } from "../haproxy/perAddressRules";
import { loadStates } from "../haproxy/states";
import {
  byFour,
  type ConfigFile,
  globalSection,
  resolversSection,
  type Size,
  section,
  withRevisionAlive,
} from "../haproxy/text";
import { issuerSection, metricsSection, routerAgainSection, routerSection } from "./backends";
import type { Behind } from "./behind";
import { containerSection, type FarmContainer } from "./containers";
import type { OwnDestination } from "./destination";
import type { Served } from "./domainRules";
import { plainSection, statsSection, webSection } from "./frontends";
import { farmLog } from "./log";
import { errorPages, pageText } from "./pages";
import { type RateLimit, rateLimitSection } from "./rateLimit";
import type { FarmRouter, Neighbour } from "./servers";
import { type SpreadService, spreadSection } from "./spread";
import { type FarmTls, setRules, tlsGlobals } from "./tls";
import type { PartlyServed } from "./unclaimed";

/** How long the farm waits, in seconds. */
export interface FarmTimeouts {
  /** For a connection to a container; to a router at most 1.2 s, twice. @default 5 */
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
export interface FarmConfig extends Omit<Size, "maxConnections">, Served {
  /** Visitors' connections with TLS at once. */
  readonly maxConnections: number;
  readonly routers: readonly FarmRouter[];
  readonly containers: readonly FarmContainer[];
  /** Domains of which only some paths are served. */
  readonly partly: readonly PartlyServed[];
  /** Services whose WebDAV has rules of its own. */
  readonly destinations: readonly OwnDestination[];
  readonly timeouts: FarmTimeouts;
  /** The ports that visitors use. */
  readonly publicPorts: { readonly https: number };
  readonly tls: FarmTls;
  readonly rateLimit: RateLimit;
  /** How long connections of before a reload go on, in seconds. */
  readonly hardStopSeconds: number;
  /** How much one address may have. */
  readonly perAddress: PerAddress;
  /** Domains with a service that asks for passwords. */
  readonly passwordDomains: readonly string[];
  /** Who answers the authority that proves names by HTTP. @default nobody */
  readonly issuer?: Neighbour;
  /** Who watches over the certificates. @default nobody */
  readonly keeper?: Neighbour;
  /** Who makes backups. @default nobody whose metrics are shown */
  readonly backups?: Neighbour;
  /** The environment's network, whose containers see no statistics. */
  readonly subnet: string;
  /** Addresses of those who have its names inside, and tell who called. @default nobody tells */
  readonly hairpins?: readonly string[];
  /** Whoever stands in front, by the addresses that the farm sees. @default nobody does */
  readonly behind?: Behind;
  /** Its part of IPv6. @default it has none */
  readonly subnet6?: string;
  readonly accessLog: AccessLog;
  /** Addresses from which the statistics page takes orders. */
  readonly admins: readonly string[];
}

/**
 * Renders HAProxy's configuration.
 * @see https://docs.haproxy.org/3.2/configuration.html
 */
export const renderFarm = (config: FarmConfig): ConfigFile =>
  withRevisionAlive(sectionsOf(config), setRules(config.tls));

const sectionsOf = (config: FarmConfig): string[] => [
  globalSection(
    { ...config, maxConnections: allConnections(config.maxConnections) },
    [...abuseGlobals, ...tlsGlobals(config.tls)],
    config.hardStopSeconds,
  ),
  defaultsSection(config),
  resolversSection(),
  ...rateLimitSection(config.rateLimit),
  ...perAddressSections(),
  ...passwordSections(config.perAddress),
  plainSection(config),
  webSection(config),
  statsSection(config),
  ...routersAlone(config),
  ...servicesOnSeveral(config).map((one) => spreadSection(one, config.routers, config.timeouts)),
  ...ownContainers(config).map((one) => containerSection(one, config.subnet)),
  ...(config.issuer ? [issuerSection(config.issuer)] : []),
  ...(config.keeper ? [metricsSection("keeper", config.keeper, certificatePorts.keeper)] : []),
  ...(config.backups ? [metricsSection("backups", config.backups, metricsPort)] : []),
];

const routersAlone = (config: FarmConfig): string[] =>
  [...config.domains]
    .sort((a, b) => byCode(a.router, b.router))
    .flatMap((entry) =>
      config.routers
        .filter(({ name }) => name === entry.router)
        .flatMap((router) => [
          routerSection(router, entry, config.timeouts),
          ...(entry.h2 ? [] : [routerAgainSection(router, entry, config)]),
        ]),
    );

const servicesOnSeveral = ({ spread }: FarmConfig): SpreadService[] =>
  [...spread].sort((a, b) => byCode(a.service, b.service));

const ownContainers = ({ containers }: FarmConfig): FarmContainer[] =>
  [...containers].sort((a, b) => byCode(a.service, b.service));

const defaultsSection = ({ timeouts, accessLog, spread, subnet6 }: FarmConfig): string =>
  section(
    "defaults",
    "mode http",
    farmLog(accessLog, spread.length > 0),
    `timeout connect ${timeouts.connect}s`,
    `timeout client-hs ${timeouts.request}s`,
    `timeout http-request ${timeouts.request}s`,
    `timeout http-keep-alive ${timeouts.keepAlive}s`,
    `timeout client ${timeouts.client}s`,
    `timeout server ${timeouts.server}s`,
    `timeout tunnel ${timeouts.tunnel}s`,
    "timeout queue 5s",
    "# Connections that could not be opened are tried again.",
    "retries 3",
    "retry-on conn-failure",
    "option redispatch 1",
    "# A visitor who goes away is noticed while nothing has been answered yet: the application need not work on for nobody.",
    "option abortonclose",
    loadStates,
    byFour(subnet6 !== undefined),
    "# A reload ends a kept connection with its next answer, never under a request that is on its way.",
    "option idle-close-on-response",
    "# Names with underscores could pass for the headers that are set here.",
    "option http-restrict-req-hdr-names delete",
    errorPages.map((page) => `http-error ${pageText(page)}`),
  );
