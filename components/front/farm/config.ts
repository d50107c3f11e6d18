import { metricsPort } from "../../backups/layout";
import { byCode } from "../../shared/order";
import { certificatePorts } from "../certificates/ports";
import { allConnections } from "../haproxy/capacity";
import { passwordSections } from "../haproxy/passwordRules";
import { abuseGlobals, perAddressSections } from "../haproxy/perAddressRules";
import { quicGlobals } from "../haproxy/quic";
import { loadStates } from "../haproxy/states";
import {
  byFour,
  type ConfigFile,
  globalSection,
  resolversSection,
  section,
  withRevisionAlive,
} from "../haproxy/text";
import { metricsSection, routerAgainSection, routerSection } from "./backends";
import { challengeSections } from "./challenges";
import { containerSection, type FarmContainer } from "./containers";
import { pageFiles, withPages } from "./errorPages";
import type { FarmConfig } from "./farmConfig";
import { figuresSections } from "./figures";
import { plainSection, statsSection, webSection } from "./frontends";
import { farmLog } from "./log";
import { maintainedFile } from "./maintained";
import { errorPages, pageText } from "./pages";
import { placesFile } from "./places";
import { rateLimitSection } from "./rateLimit";
import { type SpreadService, spreadSection } from "./spread";
import { setRules, tlsGlobals } from "./tls";

/**
 * Renders HAProxy's configuration.
 * @see https://docs.haproxy.org/3.2/configuration.html
 */
export const renderFarm = (config: FarmConfig): ConfigFile => {
  const { places, errorPages = {} } = config;
  return withRevisionAlive(
    sectionsOf(config).map((one) => withPages(one, errorPages)),
    setRules(config.tls),
    [...(places ? [placesFile(places), maintainedFile(places)] : []), ...pageFiles(errorPages)],
  );
};

const sectionsOf = (config: FarmConfig): string[] => [
  globalSection(
    { ...config, maxConnections: allConnections(config.maxConnections) },
    [...abuseGlobals, ...tlsGlobals(config.tls), ...(config.http3 ? quicGlobals : [])],
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
  ...servicesOnSeveral(config).map((one) =>
    spreadSection(one, config.routers, config.timeouts, config.ownLimits),
  ),
  ...ownContainers(config).map((one) => containerSection(one, config.subnet)),
  ...(config.monitor ? figuresSections(config.routers, config.timeouts.connect) : []),
  ...challengeSections(config),
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
          routerSection(router, entry, config.timeouts, config.ownLimits),
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
