import { matcher } from "../front/farm/domainRules";
import { allConnections } from "../front/haproxy/capacity";
import { ordersPort } from "../front/haproxy/live";
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
  withRevision,
} from "../front/haproxy/text";

/** Port of the door inside its container: whatever is published leads there. */
export const doorPort = 8090;

/** Name of the section that passes connections on. */
export const doorSection = "door";

/** What the configuration of a door depends on. */
export interface PortConfig extends Size {
  /** Names of the service's containers. */
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
}

/** Renders the configuration of the HAProxy that holds a port of a service. */
export const renderPort = (config: PortConfig): ConfigFile =>
  withRevision([
    globalSection(
      { ...config, maxConnections: allConnections(config.maxConnections) },
      [
        "# Loopback of the container: a connection that waits is told where the new container is.",
        `stats socket ipv4@127.0.0.1:${ordersPort} level admin`,
      ],
      Math.max(config.drainSeconds, 1),
    ),
    section("defaults", passingOn("1s", "24h"), loadStates, byFour(config.six)),
    // While a container is exchanged, nobody knows its name: who calls then waits at its last address.
    resolversSection(`${Math.max(config.readySeconds, 5)}s`),
    addressesSection(),
    section(
      `listen ${doorSection}`,
      // Nobody says anything for hours: whether the other side is still there, the kernel asks.
      bindings(doorPort, config.six, "tcp-ut 60s"),
      `maxconn ${config.maxConnections}`,
      "option tcplog",
      allowRules(config.allow),
      connectionRules(perAddressOf(config.maxConnections)),
      "option clitcpka",
      "option srvtcpka",
      "option abortonclose",
      "balance leastconn",
      "# A second between two tries: a connection waits for the container that is about to come.",
      `retries ${Math.max(config.readySeconds, 3)}`,
      "option redispatch 1",
      config.containers.map(
        (name, at) =>
          `server ${serverName(at)} ${name}:${config.port} ${config.proxyProtocol ? "send-proxy-v2 " : ""}tcp-ut 60s ${byName}`,
      ),
    ),
  ]);

/** Containers come under other names; servers keep theirs. */
export const serverName = (at: number): string => `container-${at}`;

const allowRules = (allow: readonly string[] | undefined): string[] =>
  allow === undefined
    ? []
    : [...matcher("acl allowed src", allow), "tcp-request connection reject unless allowed"];
