import ipaddr from "ipaddr.js";

const example = "fd12:3456:789a:70::/64";

/** Neither so large that others are in it, nor too small for every container. */
const shortest = 48;
const longest = 112;

/** @returns what is wrong with a text as an environment's network of IPv6; nothing where it is one. */
export function subnet6Problem(text: string): string | undefined {
  if (!ipaddr.IPv6.isValidCIDR(text)) return `is not a network of IPv6; example: ${example}`;
  const [address, bits] = ipaddr.IPv6.parseCIDR(text);
  const first = ipaddr.IPv6.networkAddressFromCIDR(text).toString();
  if (bits < shortest || bits > longest)
    return `is not from /${shortest} to /${longest}; example: ${example}`;
  if (!["uniqueLocal", "unicast", "reserved"].includes(address.range()))
    return `is no network for containers; take one of your own below fd00::/8; example: ${example}`;
  return text === `${first}/${bits}`
    ? undefined
    : `does not begin at its first address; write ${first}/${bits}`;
}

/** The engine's own address in a network of IPv6: its second one. */
export const gateway6 = (subnet: string): string => {
  const parts = [...ipaddr.IPv6.networkAddressFromCIDR(subnet).parts];
  return new ipaddr.IPv6([...parts.slice(0, 7), (parts[7] ?? 0) + 1]).toString();
};

/** @returns whether two networks of IPv6 share an address. */
export function overlaps6(a: string, b: string): boolean {
  const [left, leftBits] = ipaddr.IPv6.parseCIDR(a);
  const [right, rightBits] = ipaddr.IPv6.parseCIDR(b);
  return left.match(right, Math.min(leftBits, rightBits));
}
