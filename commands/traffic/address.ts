import ipaddr from "ipaddr.js";

/** Bits that are left of an address: the network of a provider's customers, and no household. */
const shortened = { ipv4: 24, ipv6: 48 } as const;

/** An address without its last part: who it was is not told, whence it came is. */
export function cutShort(text: string): string {
  if (!ipaddr.isValid(text)) return text;
  const address = ipaddr.process(text);
  const kind = address.kind();
  const bits = shortened[kind];
  const family = kind === "ipv4" ? ipaddr.IPv4 : ipaddr.IPv6;
  return `${family.networkAddressFromCIDR(`${address.toString()}/${bits}`).toString()}/${bits}`;
}
