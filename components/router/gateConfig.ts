import type { WireFiles } from "../front/certificates/wire";
import { domainVariable } from "../front/farm/domainRules";
import { againSection, askedOnceMore } from "../front/haproxy/again";
import { acceptEncodingRules, tunnelRules, unbelievedRules } from "../front/haproxy/arrival";
import { againConnections, allConnections, reserve } from "../front/haproxy/capacity";
import { connectAtMost, lostConnections, readAgain } from "../front/haproxy/connect";
import { innerDoorRules, innerDoors, innerDoorsHardStop } from "../front/haproxy/innerDoors";
import { passwordRules, passwordSections, untoldRule } from "../front/haproxy/passwordRules";
import { type PerAddress, perAddressOf } from "../front/haproxy/perAddress";
import {
  abuseGlobals,
  addressesSection,
  connectionRules,
  perAddressSections,
  requestRules,
} from "../front/haproxy/perAddressRules";
import { loadedRules } from "../front/haproxy/routerSays";
import { byName, loadStates } from "../front/haproxy/states";
import {
  bindings,
  byFour,
  type ConfigFile,
  globalSection,
  passingOn,
  resolversSection,
  section,
  withRevision,
} from "../front/haproxy/text";
import { routerPorts } from "./config";
import { gatePages, pagesOfErrors } from "./gatePages";

/** Ports inside the gate's container. */
export const gatePorts = { web: 88, dashboard: 8085 } as const;

/** What a gate's configuration depends on. */
export interface GateConfig {
  /** Name of the router's container. */
  readonly host: string;
  /** Connections at once at the web door. */
  readonly maxConnections: number;
  readonly buffers: number;
  readonly threads: number;
  /** How many requests at once the router has memory for. */
  readonly maxRequests: number;
  /** Whether its network has IPv6 too. */
  readonly six: boolean;
  /** What is passed on. */
  readonly doors: readonly (keyof typeof gatePorts)[];
  /**
   * What farms are shown, and by what they are known: nobody else is let in at the web door.
   * @default everyone is
   */
  readonly wire?: WireFiles & {
    /** Addresses from which farms call, as many connections as they like. */
    readonly farms: readonly string[];
  };
}

/** Renders the configuration of the HAProxy that holds a router's published ports and passes connections on. */
export function renderGate(config: GateConfig): ConfigFile {
  const limits = perAddressOf(config.maxConnections);
  return withRevision([
    globalSection(
      { ...config, maxConnections: allConnections(config.maxConnections) },
      abuseGlobals,
      config.wire && innerDoorsHardStop,
    ),
    section(
      "defaults",
      passingOn(`${connectAtMost}ms`),
      "timeout queue 5s",
      "retries 2",
      "option redispatch 1",
      loadStates,
      byFour(config.six),
    ),
    resolversSection(),
    ...(config.wire ? [addressesSection()] : [...perAddressSections(), ...passwordSections(limits)]),
    ...[...config.doors].sort().map((door) => doorSection(door, config, limits)),
    ...(config.doors.includes("web") && !config.wire ? [onceMore(config)] : []),
    ...(config.wire ? [innerDoors()] : []),
  ]);
}

const doorSection = (door: keyof typeof gatePorts, config: GateConfig, limits: PerAddress): string => {
  const { host, wire, six, maxConnections, maxRequests, doors } = config;
  return section(
    `listen ${door}`,
    door === "web" && wire ? wireRules(wire, limits, six) : bindings(gatePorts[door], six),
    `maxconn ${door === "web" ? maxConnections : reserve.dashboard}`,
    door === "web" && !wire ? openRules(limits) : [],
    loadedRules,
    // The PROXY protocol tells the router who called.
    `server router ${host}:${routerPorts[door]} ${door === "web" ? "send-proxy-v2 " : ""}${asked(door, doors)} maxconn ${maxRequests} ${byName}`,
    door === "web" && !wire ? askedOnceMore("router") : [],
  );
};

/** One door asks whether the router is there, and tells the other. */
const asked = (door: string, doors: GateConfig["doors"]): string =>
  door !== "web" && doors.includes("web")
    ? "track web/router"
    : `check port ${routerPorts.ping} inter 1s downinter 200ms fall 3 rise 1 ${lostConnections}`;

const onceMore = ({ host, maxConnections }: GateConfig): string =>
  againSection({
    router: "router",
    connections: againConnections(maxConnections),
    rules: ["mode http", "timeout http-request 10s", "timeout tunnel 1h", ...loadedRules, ...pagesOfErrors],
    server: `server router ${host}:${routerPorts.web} send-proxy-v2 track web/router ${byName}`,
  });

/** Whoever reaches a port that is open says what they like: it is read here, and not passed on as it is. */
const openRules = (limits: PerAddress): readonly string[] => [
  "mode http",
  ...connectionRules(limits),
  ...requestRules(limits),
  ...tunnelRules,
  domainVariable,
  ...passwordRules(limits),
  untoldRule,
  "timeout http-request 10s",
  "timeout http-keep-alive 5s",
  "timeout tunnel 1h",
  ...readAgain,
  "retries 1",
  "option abortonclose",
  "option idle-close-on-response",
  "option http-restrict-req-hdr-names delete",
  ...unbelievedRules,
  ...acceptEncodingRules,
  ...gatePages,
];

const wireRules = (
  { authority, certificate, farms }: NonNullable<GateConfig["wire"]>,
  limits: PerAddress,
  six: boolean,
): string[] => [
  ...bindings(
    gatePorts.web,
    six,
    `ssl crt ${certificate} ca-file ${authority} verify required ssl-min-ver TLSv1.3 no-tls-tickets`,
  ),
  "timeout client-hs 10s",
  "# Who is no farm cannot take the connections of those who are.",
  ...connectionRules({ ...limits, except: farms }),
  "# Farms see by the handshake whether there is a router.",
  "tcp-request connection reject if { nbsrv lt 1 }",
  ...innerDoorRules,
];
