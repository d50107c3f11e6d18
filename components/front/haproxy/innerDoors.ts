import { section } from "./text";

/** Ports of a door that only a gate reaches: for connections, and for whether it has containers. */
export const innerPorts = { door: 8090, asked: 8091 } as const;

/** What names of doors behind gates end with, on their network and in the greeting of TLS. */
const below = ".port.internal";

/** What a gate's certificate is for, beside the gate: HAProxy holds it against the name that it asked for. */
export const innerNames = `*${below}`;

/** The name by which a gate finds a door on its network, and is asked for it. */
export const innerName = (port: string): string => `${port}${below}`;

/** The name by which a gate is asked whether a door has containers. */
export const askedName = (port: string): string => `asked_${innerName(port)}`;

/** How long connections go on that a gate passed to doors before it was reloaded, in seconds. */
export const innerDoorsHardStop = 86_400;

const toDoors = `acl to_door ssl_fc_sni -m end ${below}`;

/** Rules of a gate's wire: what asks for a door goes there, and its two ends are asked whether they are still there. */
export const innerDoorRules: readonly string[] = [
  "option clitcpka",
  "clitcpka-idle 60s",
  "clitcpka-intvl 20s",
  "clitcpka-cnt 3",
  toDoors,
  "use_backend doors if to_door",
];

/**
 * The section of a gate that leads to doors of ports on its network, whichever there are: it needs no word of them. A name
 * is looked up below `port.internal` alone, and only two ports of what has it are ever called. Who calls may stand before
 * it, with hyphens: no name has an underscore.
 */
export const innerDoors = (): string =>
  section(
    "backend doors",
    "timeout tunnel 24h",
    "option srvtcpka",
    "# For as long, an answer of the engine's DNS is waited for.",
    "tcp-request inspect-delay 5s",
    `tcp-request content do-resolve(txn.door,engine,ipv4) ssl_fc_sni,lower,field(1,.),field(-1,_),concat(${below})`,
    "tcp-request content reject unless { var(txn.door) -m found }",
    "tcp-request content set-dst var(txn.door)",
    "acl tells_four ssl_fc_sni -m reg ^[0-9]+(-[0-9]+){3}_",
    "acl tells_six ssl_fc_sni -m reg ^[0-9a-f]*-[0-9a-f-]*_",
    "tcp-request content set-src ssl_fc_sni,field(1,_),regsub(-,.,g) if tells_four",
    "tcp-request content set-src ssl_fc_sni,field(1,_),regsub(-,:,g) if tells_six !tells_four",
    "use-server asked if { ssl_fc_sni -m beg asked_ }",
    `server door 0.0.0.0:${innerPorts.door} send-proxy-v2 tcp-ut 60s`,
    `server asked 0.0.0.0:${innerPorts.asked} weight 0`,
  );

/** An expression of HAProxy for the name of a door, with who calls before it where that is to be told. */
export const innerSni = (port: string, tellsCaller: boolean): string =>
  tellsCaller ? `src,regsub([.:],-,g),concat(_${innerName(port)})` : `str(${innerName(port)})`;
