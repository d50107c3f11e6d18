import { BlockList } from "node:net";

/** Networks that the internet does not route to: loopback, home networks, link-local, and those of VPNs. */
const networks = [
  ["127.0.0.0", 8, "ipv4"],
  ["10.0.0.0", 8, "ipv4"],
  ["172.16.0.0", 12, "ipv4"],
  ["192.168.0.0", 16, "ipv4"],
  ["169.254.0.0", 16, "ipv4"],
  ["100.64.0.0", 10, "ipv4"],
  ["::1", 128, "ipv6"],
  ["fc00::", 7, "ipv6"],
  ["fe80::", 10, "ipv6"],
] as const;

const unreachable = new BlockList();
for (const [address, bits, family] of networks) unreachable.addSubnet(address, bits, family);

/** @returns whether the public cannot reach an address; without one, the engine publishes on all there are. */
export const isUnreachable = (address: string | undefined): boolean =>
  address !== undefined && unreachable.check(address, address.includes(":") ? "ipv6" : "ipv4");
