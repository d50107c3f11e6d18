import { z } from "zod";
import { isLoopback, isSix } from "../../shared/address";
import { asNetwork, clientNetworksSchema, isWithin } from "../../shared/clientNetwork";
import { expecting } from "../../shared/expecting";
import { meets } from "../../shared/meets";
import type { Fields, Problem } from "../../shared/problems";
import type { AddressPlan } from "../../shared/subnet";

/** Whoever stands in front of a farm, and tells who its visitors are. */
export interface Behind {
  /**
   * Addresses and networks from which its connections come: from these alone it is believed who a visitor is. `127.0.0.1`
   * is what runs on the farm's own host, where `bindAddress` is on loopback too.
   */
  readonly addresses: readonly string[];
  /**
   * How it tells: each connection begins with the header of the PROXY protocol, version 1 or 2, or each request has a list
   * of addresses, of which the right-most that is none of `addresses` is the visitor's.
   */
  readonly by: "proxy-protocol" | "x-forwarded-for";
}

const ways = expecting("a way to tell visitors (proxy-protocol, x-forwarded-for)", "proxy-protocol");
const example = '{ addresses: ["10.0.0.7"], by: "proxy-protocol" }';

/** What whoever stands in front has to look like. */
export const behindSchema = z.strictObject(
  {
    addresses: clientNetworksSchema("10.0.0.7")
      .min(1, "nobody would be believed; name at least one address, or leave behind out")
      .superRefine((networks, context) => {
        for (const [at, network] of networks.entries())
          if (network.endsWith("/0"))
            context.addIssue({
              code: "custom",
              path: [at],
              message: `${network} is everyone, and everyone could say who they are; name what stands in front; example: 10.0.0.7`,
            });
      }),
    by: z.enum(["proxy-protocol", "x-forwarded-for"], ways),
  } satisfies Fields<Behind>,
  expecting("a group with addresses and by", example),
);

/** What is wrong with addresses that others than a proxy in front could have. */
export const sharedAddresses = ({ addresses }: Behind, plan: AddressPlan, bindAddress: string): Problem[] =>
  addresses.flatMap((address, at) => {
    const path = ["behind", "addresses", String(at)];
    if (isOwnHost(address) && !isLoopback(bindAddress))
      return [
        {
          path,
          message: `${address} is what runs on the farm's own host, and at ${bindAddress} the environment's containers look the same; bind the farm to 127.0.0.1, or have the proxy call an address of the host, and name that one`,
        },
      ];
    return isGivenOut(address, plan)
      ? [
          {
            path,
            message: `containers of the environment have addresses of ${address}, and could say who their visitors are; name one of the upper half of ${plan.subnet}, which the engine gives to nobody`,
          },
        ]
      : [];
  });

const isOwnHost = (network: string): boolean => isLoopback(network.split("/")[0] ?? "");

const isGivenOut = (address: string, { subnet, subnet6, dynamicRange }: AddressPlan): boolean => {
  const given = isSix(address) ? subnet6 : address.includes("/") ? subnet : dynamicRange;
  return given !== undefined && meets(asNetwork(address), given);
};

/** The same as the farm sees it: what calls from its own host has the address of the environment's gateway. */
export const asArriving = ({ addresses, by }: Behind, { gateway, gateway6 }: AddressPlan): Behind => ({
  by,
  addresses: addresses.some(isOwnHost)
    ? [...addresses, gateway, ...(gateway6 === undefined ? [] : [gateway6])]
    : addresses,
});

/** Whether connections from an address have to begin with the header of the PROXY protocol. */
export const hasToTell = (behind: Behind | undefined, address: string): boolean =>
  behind?.by === "proxy-protocol" && behind.addresses.some((network) => isWithin(address, network));
