import ipaddr from "ipaddr.js";
import { gateway6 } from "./subnet6";

/** How the addresses of one environment's network are shared out. */
export interface AddressPlan {
  /** The network in CIDR notation, normalised to its first address. */
  readonly subnet: string;
  /** The engine's own address in the network: its first usable one. */
  readonly gateway: string;
  /** The lower half, from which the engine gives addresses to containers. */
  readonly dynamicRange: string;
  /**
   * The network's part of IPv6, in CIDR notation.
   * @default it has none
   */
  readonly subnet6?: string;
  /** The engine's own address in it. @default there is none */
  readonly gateway6?: string;
  /** The farm's address: the last usable one, which the engine never gives to another container. */
  readonly farm: string;
  /** The gate's address, next to the farm's: the container that publishes a router's port. */
  readonly gate: string;
  /** Next to the gate's: the containers that have the farm's names inside the network. */
  readonly hairpins: readonly [string, string];
  /** Next to theirs: the one container that asks the farm for figures. */
  readonly monitor: string;
}

const toNumber = (address: string): number =>
  ipaddr.IPv4.parse(address)
    .toByteArray()
    .reduce((sum, byte) => sum * 256 + byte, 0);

const toAddress = (value: number): string => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join(".");

const parse = (cidr: string): { first: number; size: number; bits: number } => {
  const [address, bits] = ipaddr.IPv4.parseCIDR(cidr);
  const size = 2 ** (32 - bits);
  const value = toNumber(address.toString());
  return { first: value - (value % size), size, bits };
};

/** @returns whether the text is an IPv4 network of a usable size (/16 to /27) whose host bits are zero. */
export function isSubnet(text: string): boolean {
  if (!/^\d+\.\d+\.\d+\.\d+\/\d+$/.test(text) || !ipaddr.IPv4.isValidCIDR(text)) return false;
  const { first, bits } = parse(text);
  return bits >= 16 && bits <= 27 && `${toAddress(first)}/${bits}` === text;
}

/** @returns whether two IPv4 networks share an address. */
export function overlaps(a: string, b: string): boolean {
  const [left, right] = [parse(a), parse(b)];
  return left.first < right.first + right.size && right.first < left.first + left.size;
}

/** Shares out the addresses of a network: pure, so that nothing has to be asked of the engine. */
export function planAddresses(subnet: string, subnet6?: string): AddressPlan {
  const { first, size, bits } = parse(subnet);
  return {
    subnet,
    gateway: toAddress(first + 1),
    dynamicRange: `${toAddress(first)}/${bits + 1}`,
    farm: toAddress(first + size - 2),
    gate: toAddress(first + size - 3),
    hairpins: [toAddress(first + size - 4), toAddress(first + size - 5)],
    monitor: toAddress(first + size - 6),
    ...(subnet6 === undefined ? {} : { subnet6, gateway6: gateway6(subnet6) }),
  };
}
