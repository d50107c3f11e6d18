import * as pulumi from "@pulumi/pulumi";
import ipaddr from "ipaddr.js";
import type { DockerHost } from "../../hosts/dockerHost/component";
import { refused } from "../../survey/refused";
import { isBeside, partsOf } from "./check";

/** What is known of a host, of which an address is looked for. */
export interface Looked {
  readonly name: string;
  /** By which it is entered. */
  readonly entered: string;
  /** All that it has; nothing where it was not looked at yet. */
  readonly addresses: readonly string[];
  /** Whose VRRP its firewall lets in; undefined where it has none of Homeport's. */
  readonly vrrp?: readonly string[];
  /** Whom its farm asks for challenges; undefined where it asks nobody. */
  readonly asks?: string;
}

/**
 * The hosts' own addresses in the network of the virtual one.
 * @throws RunError where one has none, or is the virtual one, or does not let the other one in
 */
export function ownAddresses(
  name: string,
  cidr: string,
  hosts: readonly { readonly host: DockerHost; readonly asks: string | undefined }[],
): pulumi.Output<string[]> {
  const looked = hosts.map(({ host: { hostName, address, facts, firewall }, asks }) =>
    address.apply((entered) => {
      const known = { name: hostName, entered, asks, ...(firewall ? { vrrp: firewall.vrrp ?? [] } : {}) };
      // A preview knows by which address a machine is entered; what else it has is known once it is set up.
      const enough = isBeside(cidr, entered) || facts === undefined;
      return pulumi
        .output(enough ? [] : facts.addresses)
        .apply((addresses): Looked => ({ ...known, addresses }));
    }),
  );
  return pulumi.all(looked).apply(async (all) => {
    const found = chooseOwn(cidr, all);
    return "problem" in found ? refused(`${name}.${found.problem}`) : [...found.own];
  });
}

/** The address by which a host is entered, if it is in that network; else the first that it has there. */
export function chooseOwn(
  cidr: string,
  hosts: readonly Looked[],
): { readonly own: readonly string[] } | { readonly problem: string } {
  const { address } = partsOf(cidr);
  const own: string[] = [];
  for (const { name, entered, addresses } of hosts) {
    if (entered === address)
      return {
        problem: `address: ${address} is the address of ${name} itself; take one that no machine has`,
      };
    const [there] = [entered, ...addresses].filter((one) => one !== address && isBeside(cidr, one));
    if (there === undefined)
      return {
        problem: `address: ${cidr} is in no network of ${name}, which has ${[...new Set([entered, ...addresses])].filter((one) => ipaddr.isValid(one)).join(", ") || "no address that is known yet"}; take one of a network that both hosts are in`,
      };
    own.push(there);
  }
  for (const [at, { name, vrrp, asks }] of hosts.entries()) {
    const peer = own[1 - at] ?? "";
    if (vrrp && !vrrp.includes(peer))
      return {
        problem: `farms.${at}: the firewall of ${name} does not let in what the other one says of itself; set up ${name} with firewall: { vrrp: ["${peer}"] }`,
      };
    if (asks !== undefined && asks !== peer)
      return {
        problem: `farms.${at}: it asks ${asks} for challenges, and the other one is at ${peer}; name that as certificates.challenge.peer`,
      };
  }
  return { own };
}
