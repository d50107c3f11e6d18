import type * as pulumi from "@pulumi/pulumi";
import { HaproxyFarm, type HaproxyFarmArgs, type TraefikRouter, VirtualAddress } from "homeport";
import type { HomeHost } from "./hosts";
import { provenBeside } from "./proven";

/** One address for the farm of the first host and one of another host, which takes it where the first one is gone. */
export interface HomeVirtualAddress {
  /** The address that visitors know, with the bits of the network that both hosts are in: "192.168.1.10/24". */
  address: string;
  /** Name of the host of the second farm, which has all that the first one has. */
  host: string;
  /** Number (1–255) by which the two know each other; the last number of the address by default. */
  routerId?: number;
  /** Private address of the second host to which the statistics port is bound there; 127.0.0.1 by default. */
  statsAddress?: string;
}

/** Makes the second farm, and the address that both have in turn. */
export function makeVirtualAddress(
  home: string,
  { host, statsAddress, ...rest }: HomeVirtualAddress,
  first: HaproxyFarm,
  args: HaproxyFarmArgs,
  hosts: readonly HomeHost[],
  routers: ReadonlyMap<string, TraefikRouter>,
  backups: readonly NonNullable<HaproxyFarmArgs["backups"]>[],
  parent: pulumi.Resource,
): VirtualAddress {
  const network = routers.get(host)?.network ?? neverUnknown();
  const own = (args.certificates?.source ?? "authority") === "authority";
  const second = new HaproxyFarm(
    `${home}-${host}-farm`,
    {
      ...args,
      ...{ network, statsAddress },
      backups: backups.find((one) => one.network === network),
      certificates: own
        ? { source: "farm", farm: first }
        : provenBeside(args.certificates, hosts, hosts[0]?.name),
      // Names inside lead to the first one.
      hairpin: false,
    },
    { parent },
  );
  return new VirtualAddress(`${home}-front`, { ...rest, farms: [first, second] }, { parent });
}

const neverUnknown = (): never => {
  throw new Error("a virtual address that is checked names a host");
};
