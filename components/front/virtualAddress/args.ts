import type { HaproxyFarm } from "../farm/component";

/** Settings of an address that two farms have in turn. */
export interface VirtualAddressArgs {
  /**
   * The address (IPv4) that visitors know, with the bits of the network that both hosts are in: `192.168.1.10/24`. Nobody else
   * has it, and no DHCP server gives it away.
   */
  readonly address: string;
  /**
   * The two farms, on two hosts that are entered over SSH, of the same ports and services, bound to `0.0.0.0`. The first one
   * has the address where both begin at once.
   */
  readonly farms: readonly [HaproxyFarm, HaproxyFarm];
  /**
   * Number (1–255) by which the two know each other; another than that of every other virtual address on their hosts.
   * @default the last number of the address
   */
  readonly routerId?: number;
}
