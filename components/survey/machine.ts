import ipaddr from "ipaddr.js";
import { isSix } from "../shared/address";
import type { EngineNetwork } from "./networks";
import type { HeldPort } from "./objects";

/** An address of a machine. */
export interface MachineAddress {
  readonly address: string;
  /** The network around it in CIDR notation. */
  readonly network: string;
  readonly interface: string;
  /** Whether the network gave it for a time, as by DHCP. */
  readonly given: boolean;
}

/** A network that a machine reaches at one of its interfaces. */
export interface MachineNetwork {
  readonly network: string;
  readonly interface: string;
}

/** What an engine's machine has. */
export interface SurveyedMachine {
  readonly addresses: readonly MachineAddress[];
  /** Networks of its own, of IPv4 and IPv6, which no engine made. */
  readonly networks: readonly MachineNetwork[];
  /** What is listened on, by containers' ports and by other programs. */
  readonly listening: readonly HeldPort[];
  /** Whether the kernel lets programs listen on addresses that the machine does not have yet. */
  readonly takesAbsentAddresses: { readonly four: boolean; readonly six: boolean };
}

interface MachineParts {
  readonly addresses: string;
  readonly routes: string;
  readonly listening: string;
  readonly listeningUdp: string;
  readonly absent: string;
}

const enginesOwn = /^(docker\d+|docker_gwbridge|veth.*)$/;

/** Reads the parts of a survey that tell of the machine; undefined where it could not be asked. */
export function parseMachine(
  { addresses, routes, listening, listeningUdp, absent }: MachineParts,
  networks: readonly EngineNetwork[],
): SurveyedMachine | undefined {
  if (addresses === "") return undefined;
  const bridges = new Set(networks.map(({ bridge }) => bridge));
  const isOwn = ({ network, interface: name }: MachineNetwork) =>
    !bridges.has(name) && !enginesOwn.test(name) && !network.startsWith("fe80:") && !leadsEverywhere(network);
  const all = lines(addresses).flatMap(parseAddress);
  return {
    addresses: all,
    networks: [
      ...lines(routes).flatMap(parseRoute),
      ...all.map(({ network, interface: name }) => ({ network, interface: name })),
    ].filter(isOwn),
    listening: [
      ...lines(listening).flatMap((line) => parseSocket(line, listeningState)),
      ...lines(listeningUdp).flatMap((line) =>
        parseSocket(line, unconnectedState).map((port) => ({ ...port, protocol: "udp" as const })),
      ),
    ],
    takesAbsentAddresses: takesAbsent(absent),
  };
}

function takesAbsent(told: string): SurveyedMachine["takesAbsentAddresses"] {
  const [four, six] = told.split("\n");
  return { four: four === "1", six: six === "1" };
}

/** Some tunnels take everything by two halves of all addresses. */
const leadsEverywhere = (network: string): boolean => Number(network.split("/")[1]) < 8;

const lines = (text: string): string[] => text.split("\n").filter(Boolean);

/** `2: eth0    inet 192.0.2.2/24 brd 192.0.2.255 scope global dynamic eth0`; a tunnel's has `peer` behind the address. */
function parseAddress(line: string): MachineAddress[] {
  const [, name, address, bits, rest = ""] =
    /^\d+: +(\S+) +inet6? ([0-9a-f.:]+)(?: peer [0-9a-f.:]+)?\/(\d+)(.*)$/.exec(line) ?? [];
  if (name === undefined || address === undefined) return [];
  return [{ address, network: `${address}/${bits}`, interface: name, given: / dynamic /.test(rest) }];
}

/** `10.8.0.0/24 via 192.0.2.1 dev eth0`, `10.9.0.1 dev wg0`; a default route leads to no network. */
function parseRoute(line: string): MachineNetwork[] {
  const [, to, name] = /^([\da-f][\da-f.:]*(?:\/\d+)?) .*?\bdev (\S+)/.exec(line) ?? [];
  if (to === undefined || name === undefined) return [];
  return [{ network: to.includes("/") ? to : `${to}/${isSix(to) ? 128 : 32}`, interface: name }];
}

const listeningState = "0A";

/** Of UDP: nobody listens there, and all that is not connected takes what comes. */
const unconnectedState = "07";

/** A line of the kernel's table: addresses are hexadecimal, each four bytes in the order of a little-endian machine. */
function parseSocket(line: string, expected: string): HeldPort[] {
  const [, address = "", port = "", state] = /^ *\d+: ([0-9A-F]+):([0-9A-F]{4}) \S+ (\S\S) /.exec(line) ?? [];
  if (state !== expected) return [];
  return [{ address: toAddress(address), port: Number.parseInt(port, 16) }];
}

function toAddress(hex: string): string {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) => (word.match(/../g) ?? []).reverse());
  const numbers = bytes.map((byte) => Number.parseInt(byte, 16));
  if (numbers.length === 4) return numbers.join(".");
  const mapped = numbers.slice(0, 10).every((one) => one === 0) && numbers[10] === 255 && numbers[11] === 255;
  if (mapped) return numbers.slice(12).join(".");
  return ipaddr.fromByteArray(numbers).toString();
}
