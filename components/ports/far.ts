import { type FarmWire, farCheck, farRules, unheard } from "../front/farm/servers";
import { askedName, innerSni } from "../front/haproxy/innerDoors";
import { inUrl } from "../shared/address";

/** A door of the same port on another host, behind the gate there. */
export interface FarDoor {
  /** Name of the router whose gate it is. */
  readonly router: string;
  /** Name of the port. */
  readonly name: string;
  /** Where the gate is published. */
  readonly address: string;
  readonly wire: FarmWire;
}

/** What a door says to HAProxy of other hosts. */
export interface FarConfig {
  readonly far?: readonly FarDoor[];
  readonly several?: boolean;
  readonly proxyProtocol: boolean;
}

/**
 * Each host is asked all the time, and where it does not answer twice in a row, it gets nobody. Who is connected there goes on
 * as long as the kernel of the host is heard: a router that starts anew is asked in vain, too. A second line of the same host takes who calls while nobody is there, and waits for its return.
 */
export function farLines({ far = [], several = false, proxyProtocol }: FarConfig): string[] {
  if (far.length === 0) return [];
  return [
    ...farRules,
    ...(several
      ? [
          "# A gate answers for its host; whether there is a container, the door behind it does.",
          "option httpchk GET /",
          "http-check expect status 200",
        ]
      : []),
    "option allbackups",
    ...far.map((one) => `${serverOf(one, one.router, proxyProtocol)} ${checkOf(one, several)}`),
    ...far.map((one) => `${serverOf(one, `${one.router}-waiting`, proxyProtocol)} backup`),
  ];
}

const serverOf = ({ name, address, wire }: FarDoor, server: string, tellsCaller: boolean): string =>
  [
    `server ${server} ${inUrl(address)}:${wire.port}`,
    `ssl ssl-min-ver TLSv1.3 verify required ca-file ${wire.authority} crt ${wire.certificate}`,
    `sni ${innerSni(name, tellsCaller)} tcp-ut ${unheard}`,
  ].join(" ");

/** A check by HTTP names the door; one by the handshake alone names the gate, and reaches no container. */
const checkOf = ({ name, wire }: FarDoor, several: boolean): string =>
  `check check-sni ${several ? askedName(name) : wire.name} inter ${farCheck} fastinter 50ms downinter 200ms fall 2 rise 1`;
