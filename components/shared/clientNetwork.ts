import ipaddr from "ipaddr.js";

const example = "192.168.1.0/24";

/**
 * Checks one address or network of clients, in the form that the router reads: Go's parser is stricter than most.
 * @returns undefined where it can be used, or what is wrong with it and the way out.
 */
export function clientNetworkProblem(text: string): string | undefined {
  const [address = "", bits, ...more] = text.split("/");
  const family = familyOf(address);
  if (!family || more.length > 0)
    return `is not an address or network of IPv4 or IPv6; example: ${example} or 2001:db8::/32`;
  if (bits === undefined) return undefined;
  const most = family === ipaddr.IPv4 ? 32 : 128;
  if (!/^(0|[1-9]\d*)$/.test(bits) || Number(bits) > most)
    return `has no length from 0 to ${most} behind its slash; example: ${family === ipaddr.IPv4 ? example : "2001:db8::/32"}`;
  const first = family.networkAddressFromCIDR(text).toString();
  return first === family.parse(address).toString()
    ? undefined
    : `does not begin at its first address; write ${first}/${bits}, or ${address} for this one`;
}

function familyOf(address: string): typeof ipaddr.IPv4 | typeof ipaddr.IPv6 | undefined {
  if (ipaddr.IPv4.isValidFourPartDecimal(address)) return ipaddr.IPv4;
  return ipaddr.IPv6.isValid(address) && !address.includes("%") ? ipaddr.IPv6 : undefined;
}
