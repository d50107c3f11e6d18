import { section } from "../haproxy/text";
import { routerPorts } from "../traefikRouter/config";
import { notFoundPage, pageText, unavailablePage } from "./pages";
import { certificatePorts } from "./ports";

/** A container on the farm's network. */
export interface Neighbour {
  /** Name by which the engine's DNS knows the container. */
  readonly host: string;
  /** Its address until the DNS has been asked. */
  readonly address: string;
}

/** A router as the farm reaches it. */
export interface FarmRouter extends Neighbour {
  readonly name: string;
}

export const routerSection = ({ name, host, address }: FarmRouter): string =>
  section(
    `backend router_${name}`,
    "option httpchk GET /ping",
    "# What a router says by itself: no container answered, or no service has this path.",
    "acl short res.hdr(content-length) -m int le 20",
    "http-response wait-for-body time 1s if { status 404 502:504 } short",
    'acl unanswered res.body -m str "Bad Gateway" "Gateway Timeout"',
    'acl unanswered res.body -m beg "no available server"',
    'acl unrouted res.body -m beg "404 page not found"',
    `http-response return ${pageText(unavailablePage)} if { status 502:504 } short unanswered`,
    `http-response return ${pageText(notFoundPage)} if { status 404 } short unrouted`,
    `server ${name} ${host}:${routerPorts.web} check port ${routerPorts.ping} inter 1s fall 3 rise 1 resolvers engine init-addr ${address}`,
  );

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
