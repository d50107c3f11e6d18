import ipaddr from "ipaddr.js";
import { z } from "zod";
import { expecting, shown } from "./expecting";

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

/**
 * Addresses and networks of clients.
 * @param network one of them, for an error
 */
export const clientNetworksSchema = (network: string) =>
  z.array(
    z.string(expecting("a network of clients", network)).superRefine((text, context) => {
      const problem = clientNetworkProblem(text);
      if (problem) context.addIssue({ code: "custom", message: `${shown(text)} ${problem}` });
    }),
    expecting("a list of networks", `["${network}"]`),
  );

/** The same as a network: of an address, the one that it is alone in. */
export const asNetwork = (text: string): string =>
  text.includes("/") ? text : `${text}/${text.includes(":") ? 128 : 32}`;

/** @returns whether an address is in a network, or is the one that is written there. */
export function isWithin(address: string, network: string): boolean {
  const [one, [first, bits]] = [ipaddr.parse(address), ipaddr.parseCIDR(asNetwork(network))];
  return one.kind() === first.kind() && one.match(first, bits);
}
