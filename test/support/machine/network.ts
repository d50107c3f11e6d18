import { randomBytes } from "node:crypto";
import { idLabel, ownerLabel, removeSandbox } from "../../sandbox/clean";
import { owner } from "../../sandbox/owner";
import { docker } from "../containers";
import { addressesAt, onFreeSubnet } from "../freeSubnet";

/** The network between stand-ins: each keeps its address, also after a restart. */
export interface MachineNetwork {
  readonly name: string;
  /** As in 10.211.7.0/24. */
  readonly subnet: string;
  /** An address that nobody has yet. */
  freeAddress(): string;
  /** The address of IPv6 that belongs to one of IPv4; undefined on a network without IPv6. */
  address6(address: string): string | undefined;
  close(): Promise<void>;
}

/** @param ipv6 whether machines have an address of IPv6 too */
export async function openNetwork({ ipv6 = false } = {}): Promise<MachineNetwork> {
  const { id, labels } = newLabels();
  const name = `machines-${id}`;
  const prefix6 = ipv6 ? prefix6Of(id) : undefined;
  const prefix = await onFreeSubnet(async (start) => {
    const IPAM = addressesAt(start);
    if (prefix6) IPAM.Config.push({ Subnet: `${prefix6}::/64`, Gateway: `${prefix6}::1` });
    await docker.createNetwork({ Name: name, IPAM, Labels: labels, EnableIPv6: ipv6 });
    return start;
  });
  let last = 1;
  return {
    name,
    subnet: `${prefix}.0/24`,
    freeAddress: () => `${prefix}.${++last}`,
    address6: (address) => prefix6 && `${prefix6}::${address.split(".")[3]}`,
    close: async () => void (await removeSandbox(docker, id)),
  };
}

/** A prefix of IPv6 for a number of eight digits, in the one form that settings take: without a zero that can be left out. */
export function prefix6Of(id: string): string {
  const part = (from: number) => (Number.parseInt(id.slice(from, from + 4), 16) || 1).toString(16);
  return `fd${id.slice(0, 2)}:${part(2)}:${part(6)}`;
}

/** Labels by which what is made is found and removed, also after a kill. */
export function newLabels(): { id: string; labels: Record<string, string> } {
  const id = randomBytes(4).toString("hex");
  return { id, labels: { [idLabel]: id, [ownerLabel]: owner() } };
}

/** What the outer engine is told of a machine's addresses. */
export const addressesOf = (network: MachineNetwork, address: string) => ({
  IPv4Address: address,
  IPv6Address: network.address6(address),
});
