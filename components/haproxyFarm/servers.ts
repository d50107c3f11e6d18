import type { WireFiles } from "../certificates/wire";
import { routerPorts } from "../traefikRouter/config";

/** A container on the farm's network. */
export interface Neighbour {
  /** Name by which the engine's DNS knows the container. */
  readonly host: string;
  /** Its address until the DNS has been asked. */
  readonly address: string;
}

/** A router as the farm reaches it. */
export type FarmRouter = NearRouter | FarRouter;

/** A router on the farm's network. */
export interface NearRouter extends Neighbour {
  readonly name: string;
  readonly wire?: undefined;
}

/** A router behind the gate of another host. */
export interface FarRouter {
  readonly name: string;
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
export const at = ({ host, address }: Neighbour, port: number): string =>
  `${host}:${port} ${found({ address })}`;

const found = ({ address }: Pick<Neighbour, "address">): string => `resolvers engine init-addr ${address}`;

/** A router that alone serves its domains. */
export const onlyServer = (router: FarmRouter): string =>
  router.wire
    ? `${farServer(router)} check inter 1s fastinter 500ms fall 2 rise 1`
    : `server ${router.name} ${router.host}:${routerPorts.web} check port ${routerPorts.ping} inter 1s fall 3 rise 1 ${found(router)}`;

/** A router that serves a domain beside others, asked for the service itself. */
export const oneOfServers = (router: FarmRouter, more: readonly string[]): string =>
  [
    router.wire ? farServer(router) : `server ${router.name} ${at(router, routerPorts.web)}`,
    "check inter 2s fastinter 500ms downinter 1s fall 2 rise 1",
    "observe layer7 error-limit 1 on-error fastinter",
    ...more,
  ].join(" ");

const farServer = ({ name, address, wire }: FarRouter): string =>
  [
    `server ${name} ${address}:${wire.port}`,
    `ssl ssl-min-ver TLSv1.3 verify required ca-file ${wire.authority} crt ${wire.certificate}`,
    `sni str(${wire.name}) check-sni ${wire.name} verifyhost ${wire.name} tcp-ut ${unheardSeconds}s`,
  ].join(" ");

/** How long a host may leave bytes without acknowledging them, in seconds. */
const unheardSeconds = 3;

/** How long a connection to another host may take, with its handshake, in milliseconds: two tries take less than 3 s. */
const farConnect = 1200;

/**
 * Rules of a section with routers on other hosts. A host that is gone says nothing any more, not even that it is gone.
 * @param connectSeconds how long a connection may take at most by the farm's settings
 * @param tries other routers to try, or the same one again
 */
export const farRules = (connectSeconds: number, tries: number): string[] => [
  `timeout connect ${Math.min(connectSeconds * 1000, farConnect)}ms`,
  `retries ${tries}`,
  "# Between two bytes, a host is asked by TCP itself whether it is still there.",
  "option srvtcpka",
  "srvtcpka-idle 1s",
  "srvtcpka-intvl 1s",
  `srvtcpka-cnt ${unheardSeconds}`,
];
