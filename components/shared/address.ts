import ipaddr from "ipaddr.js";

/** @returns whether an address is one of IPv6. */
export const isSix = (address: string): boolean => address.includes(":");

/** An address as it stands in a URL, and before a port. */
export const inUrl = (address: string): string => (isSix(address) ? `[${address}]` : address);

/** What stands for every address of a machine: of IPv4, and of both. */
export const everyAddress = { four: "0.0.0.0", both: "::" } as const;

export const isEveryAddress = (address: string): boolean =>
  address === everyAddress.four || address === everyAddress.both;

/** @returns whether only the machine itself reaches an address. */
export const isLoopback = (address: string): boolean =>
  ipaddr.isValid(address) && ipaddr.parse(address).range() === "loopback";

/** The addresses that an engine is told to listen at: to it, `::` is every address of IPv6 alone. */
export const listenedAt = (address: string): readonly string[] =>
  address === everyAddress.both ? [everyAddress.four, everyAddress.both] : [address];

/** What is said of an address of IPv6 where the network behind it has none. */
export const needsSubnet6 = (address: string, network: string): string =>
  `${address} is of IPv6, by which nobody reaches a network without it; give ${network} a subnet6; example: fd12:3456:789a:70::/64`;

const unusable: Readonly<Record<string, string>> = {
  linkLocal: "is link-local, and belongs to one interface; take another address of the machine",
  multicast: "is a multicast address, at which nobody listens alone",
};

/**
 * Checks an address of a machine.
 * @returns undefined where it can be listened at, or what is wrong with it
 */
export function addressProblem(text: string): string | undefined {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return undefined;
  if (!ipaddr.IPv6.isValid(text)) return "is not an address of IPv4 or IPv6; example: 127.0.0.1";
  const address = ipaddr.IPv6.parse(text);
  if (address.isIPv4MappedAddress()) return `is one of IPv4; write ${address.toIPv4Address().toString()}`;
  const why = unusable[address.range()];
  if (why !== undefined) return why;
  return address.toString() === text ? undefined : `can be written shorter; write ${address.toString()}`;
}
