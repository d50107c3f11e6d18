import { certificatePorts } from "../certificates/ports";
import type { WireFiles } from "../certificates/wire";
import { section } from "../haproxy/text";
import { routerPorts } from "../traefikRouter/config";
import { notFoundPage, pageText, unavailablePage } from "./pages";

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

export const routerSection = (router: FarmRouter): string =>
  section(
    `backend router_${router.name}`,
    // A gate that has no router lets nobody in: a handshake tells enough.
    router.wire ? [] : ["option httpchk GET /ping"],
    "# What a router says by itself: no container answered, or no service has this path.",
    "acl short res.hdr(content-length) -m int le 20",
    "http-response wait-for-body time 1s if { status 404 502:504 } short",
    'acl unanswered res.body -m str "Bad Gateway" "Gateway Timeout"',
    'acl unanswered res.body -m beg "no available server"',
    'acl unrouted res.body -m beg "404 page not found"',
    `http-response return ${pageText(unavailablePage)} if { status 502:504 } short unanswered`,
    `http-response return ${pageText(notFoundPage)} if { status 404 } short unrouted`,
    router.wire ? farServer(router) : nearServer(router),
  );

const often = "inter 1s fall 3 rise 1";

const nearServer = ({ name, host, address }: NearRouter): string =>
  `server ${name} ${host}:${routerPorts.web} check port ${routerPorts.ping} ${often} resolvers engine init-addr ${address}`;

const farServer = ({ name, address, wire }: FarRouter): string =>
  [
    `server ${name} ${address}:${wire.port}`,
    `ssl ssl-min-ver TLSv1.3 verify required ca-file ${wire.authority} crt ${wire.certificate}`,
    `sni str(${wire.name}) check-sni ${wire.name} verifyhost ${wire.name}`,
    `check ${often}`,
  ].join(" ");

/** The issuer listens only while a name is being proven. */
export const issuerSection = (issuer: Neighbour): string =>
  section("backend issuer", `server issuer ${at(issuer, certificatePorts.issuer)}`);

export const keeperSection = (keeper: Neighbour): string =>
  section(
    "backend keeper",
    "http-request set-path /metrics",
    `server keeper ${at(keeper, certificatePorts.keeper)}`,
  );

const at = ({ host, address }: Neighbour, port: number): string =>
  `${host}:${port} resolvers engine init-addr ${address}`;
