import { revisionOf } from "../../shared/revision";
import { farmPorts } from "../farm/ports";
import { revisionPort } from "../haproxy/paths";
import { perAddressOf } from "../haproxy/perAddress";
import { addressesSection, connectionRules } from "../haproxy/perAddressRules";
import { globalSection, passingOn, section } from "../haproxy/text";

/** Where connections for a farm's names go. */
export interface FarmDoor {
  readonly address: string;
  readonly http: number;
  readonly https: number;
  /** Whether the farm is told who called; it has to expect that. */
  readonly tellsCaller: boolean;
}

/** What the configuration of a hairpin depends on. */
export interface HairpinConfig {
  /** Ports that visitors use. */
  readonly publicPorts: { readonly http: number; readonly https: number };
  /** @default none is in reach: whoever calls is refused, and not sent to another environment */
  readonly door?: FarmDoor;
}

/** How much a hairpin takes on. */
export const hairpinSize = { maxConnections: 1000, buffers: 2000, threads: 1 } as const;

type Scheme = "http" | "https";

/** Where a second try waits: no port, as visitors may have any. */
const waiting = (scheme: Scheme): string => `abns@${scheme}-later`;

/**
 * Renders the configuration of the HAProxy that stands for a farm under the farm's names: it passes connections on and
 * takes nothing apart, so that certificates, redirections and rules are the farm's own.
 */
export function renderHairpin({ publicPorts, door }: HairpinConfig): string {
  const listening = listeningOn(publicPorts);
  const schemes = (["https", "http"] as const).filter((scheme) => listening[scheme].length > 0);
  const sections = [
    globalSection(hairpinSize),
    ...(door ? [addressesSection()] : []),
    section("defaults", passingOn("2s"), "retries 3"),
    ...schemes.map((scheme) => frontSection(scheme, listening[scheme], door)),
    ...(door ? schemes.map((scheme) => laterSection(scheme, door)) : []),
  ];
  return [...sections, answerSection(revisionOf(sections.join("\n")))].join("\n");
}

/** The usual ports, and those of the environment's visitors, which go first: addresses that an application builds have them. */
function listeningOn({ http, https }: HairpinConfig["publicPorts"]): Record<Scheme, number[]> {
  const visitors = [http, https];
  const usual = (port: number) => (visitors.includes(port) ? [] : [port]);
  return {
    https: [https, ...usual(farmPorts.https)],
    http: http === https ? [] : [http, ...usual(farmPorts.http)],
  };
}

const frontSection = (scheme: Scheme, ports: readonly number[], door?: FarmDoor): string =>
  section(
    `listen ${scheme}`,
    ports.map((port) => `bind :${port}`),
    door
      ? [
          ...connectionRules(perAddressOf(hairpinSize.maxConnections)),
          "# For a moment without a network, as while names change, and while the farm is exchanged: nobody is turned away.",
          "option redispatch 1",
          "use-server farm if TRUE",
          farmServer(scheme, door),
          `server later ${waiting(scheme)} send-proxy-v2`,
        ]
      : ["tcp-request connection reject"],
  );

const laterSection = (scheme: Scheme, door: FarmDoor): string =>
  section(
    `listen ${scheme}-later`,
    `bind ${waiting(scheme)} accept-proxy`,
    "tcp-request inspect-delay 1s",
    "tcp-request content accept if WAIT_END",
    farmServer(scheme, door),
  );

const farmServer = (scheme: Scheme, door: FarmDoor): string =>
  `server farm ${door.address}:${door[scheme]}${door.tellsCaller ? " send-proxy-v2" : ""}`;

const answerSection = (revision: string): string =>
  section(
    "frontend revision",
    "mode http",
    `bind 127.0.0.1:${revisionPort}`,
    `http-request return status 200 content-type text/plain string ${revision}`,
  );

/** Renders the start of a hairpin's container: it has its configuration with it. */
export const renderHairpinStart = (config: string): string =>
  `exec haproxy -db -f /dev/stdin <<'HOMEPORT_CONFIG'\n${config}HOMEPORT_CONFIG`;
