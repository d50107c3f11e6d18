import { type ConfigFile, globalSection, resolversSection, section, withRevision } from "../haproxy/text";
import { routerPorts } from "./config";

/** What a gate's configuration depends on: the router's container, by name and by its address when it was made. */
export interface GateConfig {
  readonly host: string;
  readonly address: string;
  readonly maxConnections: number;
}

/** Port inside the gate's container. */
export const gatePort = 88;

/** Renders the configuration of the HAProxy that holds a router's published port and passes connections on. */
export const renderGate = ({ host, address, maxConnections }: GateConfig): ConfigFile =>
  withRevision([
    globalSection(maxConnections),
    section(
      "defaults",
      "mode tcp",
      "log global",
      "option dontlog-normal",
      "option dontlognull",
      "timeout connect 5s",
      "timeout client 1h",
      "timeout server 1h",
      "retries 3",
    ),
    resolversSection(),
    section(
      "listen router",
      `bind :${gatePort}`,
      "option httpchk GET /ping",
      "# The PROXY protocol tells the router who called.",
      `server router ${host}:${routerPorts.web} send-proxy-v2 check port ${routerPorts.ping} inter 1s fall 3 rise 1 resolvers engine init-addr ${address}`,
    ),
  ]);
