import { routerPorts } from "../../router/config";
import { inUrl } from "../../shared/address";
import type { WireFiles } from "../certificates/wire";
import { connectAtMost, lostConnections, readAgain } from "../haproxy/connect";
import { byName } from "../haproxy/states";

/** A container on the farm's network. */
export interface Neighbour {
  /** Name by which the engine's DNS knows the container. */
  readonly host: string;
}

/** A router as the farm reaches it. */
export type FarmRouter = NearRouter | FarRouter;

/** What every router has. */
interface AnyRouter {
  readonly name: string;
  /** How many requests at once it has memory for; others wait. */
  readonly maxRequests: number;
}

/** A router on the farm's network. */
export interface NearRouter extends AnyRouter, Neighbour {
  readonly wire?: undefined;
}

/** A router behind the gate of another host. */
export interface FarRouter extends AnyRouter {
  /** Where the gate is published. */
  readonly address: string;
  readonly wire: FarmWire;
}

/** What the farm has to know to be let in by a gate, and to know the gate. */
export interface FarmWire extends WireFiles {
  readonly port: number;
  /** The name that the gate's certificate is for. */
  readonly name: string;
}

/** A container's place among HAProxy's servers. */
export const at = ({ host }: Neighbour, port: number): string => `${host}:${port} ${byName}`;

/**
 * A router that alone serves its domains. It is down when two checks in a row get no connection (three, on the farm's
 * own host), or two visitors: a request that has no server left gets the page for it, and one whose last try takes too
 * long gets nothing at all. The first check, its time and that of the second are over before what another host left
 * unheard is given up.
 */
export const onlyServer = (router: FarmRouter): string =>
  server(
    router,
    router.wire
      ? `inter ${farCheck} fastinter 50ms downinter 200ms fall 2 rise 1 ${lostConnections}`
      : `inter 1s downinter 200ms fall 3 rise 1 ${lostConnections}`,
  );

/** A router that serves a domain beside others. A bad answer marks nobody: it has the router asked at once. */
export const oneOfServers = (router: FarmRouter): string =>
  server(
    router,
    "inter 2s fastinter 500ms downinter 1s fall 2 rise 1 observe layer7 error-limit 1 on-error fastinter",
  );

/** The same router, of which another section's checks tell whether it is there. */
export const sameServer = (router: FarmRouter, section: string): string =>
  router.wire
    ? `${farServer(router)} track ${section}/${router.name}`
    : `server ${router.name} ${router.host}:${routerPorts.web} track ${section}/${router.name} ${byName}`;

const server = (router: FarmRouter, checks: string): string =>
  router.wire
    ? `${farServer(router)} check ${checks} maxconn ${router.maxRequests}`
    : `server ${router.name} ${router.host}:${routerPorts.web} check port ${routerPorts.ping} ${checks} maxconn ${router.maxRequests} ${byName}`;

export const farServer = ({ name, address, wire }: FarRouter): string =>
  [
    `server ${name} ${inUrl(address)}:${wire.port}`,
    `ssl ssl-min-ver TLSv1.3 verify required ca-file ${wire.authority} crt ${wire.certificate}`,
    `sni str(${wire.name}) check-sni ${wire.name} verifyhost ${wire.name} tcp-ut ${unheard}`,
  ].join(" ");

/** How long a host may leave bytes without acknowledging them, in milliseconds. */
export const unheard = 2500;

/** How often another host is asked for a connection, and how long that may take, in milliseconds. */
export const farCheck = 800;

export const connectWithin = (seconds: number): string =>
  `timeout connect ${Math.min(seconds * 1000, connectAtMost)}ms`;

/**
 * Rules by which a request does not wait for a router that is gone.
 * @param connectSeconds how long a connection may take at most by the farm's settings
 * @param retries how often another connection is tried
 */
export const connectRules = (connectSeconds: number, retries: number): string[] => [
  connectWithin(connectSeconds),
  `retries ${retries}`,
  ...readAgain,
];

/** Rules of a section with routers on other hosts. A host that is gone says nothing any more, not even that it is gone. */
export const farRules: readonly string[] = [
  "# Between two bytes, a host is asked by TCP itself whether it is still there.",
  "option srvtcpka",
  "srvtcpka-idle 1s",
  "srvtcpka-intvl 1s",
  "srvtcpka-cnt 2",
];
