import { matcher } from "../front/farm/domainRules";
import { allConnections } from "../front/haproxy/capacity";
import { innerPorts } from "../front/haproxy/innerDoors";
import { perAddressOf } from "../front/haproxy/perAddress";
import { addressesSection, connectionRules } from "../front/haproxy/perAddressRules";
import { byName, loadStates } from "../front/haproxy/states";
import {
  bindings,
  byFour,
  type ConfigFile,
  globalSection,
  passingOn,
  resolversSection,
  type Size,
  section,
  withRevisionAlive,
} from "../front/haproxy/text";
import { type FarDoor, farLines } from "./far";

/** Port of the door inside its container: whatever is published leads there. */
export const doorPort = innerPorts.door;

/** Name of the section that passes connections on. */
export const doorSection = "door";

/** What the configuration of a door depends on. */
export interface PortConfig extends Size {
  /** Names of the service's containers on the door's own network. */
  readonly containers: readonly string[];
  /** Their port. */
  readonly port: number;
  readonly proxyProtocol: boolean;
  /** @default everyone is let in */
  readonly allow?: readonly string[];
  readonly readySeconds: number;
  readonly drainSeconds: number;
  /** Whether its network has IPv6 too. */
  readonly six: boolean;
  /**
   * Doors behind the gates of other hosts.
   * @default the service is on this host alone
   */
  readonly far?: readonly FarDoor[];
  /**
   * Address of the gate behind which it is, which alone may call and tells who does.
   * @default visitors call
   */
  readonly gate?: string;
  /** Whether the service is on several hosts: what is not on this one is elsewhere. @default false */
  readonly several?: boolean;
}

/** The most reloads that a process of before outlives, and for how many connections a process needs the memory. */
const [mostOutlived, connectionsOfProcess] = [6, 64];

/** How many reloads a process of before outlives: as many as the memory has place for, beside the master and the last one. */
const outlivedReloads = (connections: number): number =>
  Math.min(Math.max(Math.floor(connections / connectionsOfProcess) - 2, 1), mostOutlived);

/** For how long a container is looked for that has gone, where another host has one too, in seconds. */
const goneSeconds = 3;

/** Renders the configuration of the HAProxy that holds a port of a service. */
export const renderPort = (config: PortConfig): ConfigFile =>
  withRevisionAlive([
    globalSection(
      { ...config, maxConnections: allConnections(config.maxConnections) },
      [],
      Math.max(config.drainSeconds, 1),
      outlivedReloads(config.maxConnections),
    ),
    section("defaults", passingOn("1s", "24h"), loadStates, byFour(config.six)),
    // While a container is exchanged, nobody knows its name: who calls then waits at its last address.
    resolversSection(`${config.several ? goneSeconds : Math.max(config.readySeconds, 5)}s`),
    ...(config.gate === undefined ? [addressesSection()] : []),
    passing(config),
    ...(config.gate === undefined ? [] : [asked(config.gate)]),
  ]);

const passing = (config: PortConfig): string =>
  section(
    `listen ${doorSection}`,
    // Nobody says anything for hours: whether the other side is still there, the kernel asks.
    bindings(
      doorPort,
      config.six && config.gate === undefined,
      config.gate === undefined ? "tcp-ut 60s" : "accept-proxy tcp-ut 60s",
    ),
    `maxconn ${config.maxConnections}`,
    "option tcplog",
    config.gate === undefined ? visitorRules(config) : gateRules(config.gate),
    "option clitcpka",
    ...(config.far?.length ? [] : ["option srvtcpka"]),
    "option abortonclose",
    "balance leastconn",
    "# A second between two tries: a connection waits for the container that is about to come.",
    `retries ${Math.max(config.readySeconds, 3)}`,
    "option redispatch 1",
    config.containers.map(
      (name, at) =>
        `server ${serverName(at)} ${name}:${config.port} ${config.proxyProtocol ? "send-proxy-v2 " : ""}tcp-ut 60s ${byName}`,
    ),
    farLines(config),
  );

/** Containers come under other names; servers keep theirs. */
export const serverName = (at: number): string => `container-${at}`;

const visitorRules = ({ allow, maxConnections }: PortConfig): string[] => [
  ...(allow === undefined
    ? []
    : [...matcher("acl allowed src", allow), "tcp-request connection reject unless allowed"]),
  ...connectionRules(perAddressOf(maxConnections)),
];

const gateRules = (gate: string): string[] => [
  "# Others on the network could say that they were anyone.",
  `tcp-request connection reject unless { src ${gate} }`,
];

/** What a gate is told of a door: whether one of its containers is there. */
const asked = (gate: string): string =>
  section(
    "frontend asked",
    "mode http",
    `bind :${innerPorts.asked}`,
    "maxconn 32",
    "option dontlog-normal",
    `tcp-request connection reject unless { src ${gate} }`,
    `http-request return status 503 if { nbsrv(${doorSection}) lt 1 }`,
    "http-request return status 200",
  );
