import * as pulumi from "@pulumi/pulumi";
import type { EnvironmentNetwork } from "../../network/environmentNetwork";
import { isWildcard } from "../../shared/domain";
import { defaultImages } from "../../shared/image";
import { perProgram } from "../../survey/perProgram";
import { makeHairpins } from "../hairpin/component";
import type { FarmDoor } from "../hairpin/config";
import type { HaproxyFarmArgs } from "./args";
import { hasToTell } from "./behind";
import { farmPorts } from "./ports";
import { type FarmService, served } from "./services";

/** Where a farm's names lead to the farm itself. */
export interface InsidePlace {
  readonly network: EnvironmentNetwork;
  /** @default the farm is not published where this network's host could reach it */
  readonly door?: FarmDoor;
}

const taken = perProgram(() => new Map<EnvironmentNetwork, string>());

/** Leads the names of a farm to the farm on every network that has containers of its services. */
export function leadNamesInside(
  farm: string,
  args: HaproxyFarmArgs,
  after: pulumi.Input<pulumi.Resource[]>,
  parent: pulumi.Resource,
): void {
  if (args.hairpin === false) return;
  const services = served(args.services);
  const { ports, publicPorts } = args;
  for (const { network, door } of insidePlaces(args, services)) {
    if (isTaken(farm, network, parent)) continue;
    if (!door) warnOfUnreachable(farm, network, args.bindAddress, parent);
    const base = network === args.network ? farm : `${farm}-${network.resourceName}`;
    makeHairpins(
      base,
      {
        network,
        door,
        publicPorts: { http: publicPorts?.http ?? ports.http, https: publicPorts?.https ?? ports.https },
        image: args.image ?? defaultImages.haproxy,
        names: insideNames(services),
        beside: privateNetworks(network, services),
        after,
      },
      parent,
    );
  }
}

/** A network's names are exact: those below a wildcard are found where they are named beside it. */
export const insideNames = (services: readonly Pick<FarmService, "domains" | "redirects">[]): string[] =>
  [...new Set(services.flatMap(({ domains, redirects = {} }) => [...domains, ...Object.keys(redirects)]))]
    .filter((name) => !isWildcard(name))
    .sort();

/** Of applications whose routers are on the network. */
const privateNetworks = (
  network: EnvironmentNetwork,
  services: readonly Pick<FarmService, "routers" | "privateNetwork">[],
): pulumi.Output<string>[] => [
  ...new Set(
    services
      .filter(({ routers }) => routers.some((router) => router.network === network))
      .flatMap(({ privateNetwork }) => privateNetwork ?? []),
  ),
];

/** The farm's own network first, then those of its routers on other hosts. */
export function insidePlaces(
  {
    network,
    ports,
    bindAddress,
    behind,
  }: Pick<HaproxyFarmArgs, "network" | "ports" | "bindAddress" | "behind">,
  services: readonly Pick<FarmService, "routers">[],
): InsidePlace[] {
  const { http, https } = farmPorts;
  const own = { address: network.addresses.farm, http, https, tellsCaller: network.isOwn };
  const far = new Map<EnvironmentNetwork, InsidePlace>();
  for (const { network: other, wire } of services.flatMap(({ routers }) => routers)) {
    if (other === network || far.has(other)) continue;
    const address = reachedAt(bindAddress, wire?.farms ?? []);
    far.set(other, {
      network: other,
      door:
        address === undefined
          ? undefined
          : {
              address,
              http: ports.http,
              https: ports.https,
              // Where a proxy on that host has to tell, everyone there has.
              tellsCaller: wire !== undefined && hasToTell(behind, wire.address),
            },
    });
  }
  return [{ network, door: own }, ...far.values()];
}

/** Where the farm's connections come from is where it is found, unless its ports are bound to an address of their own. */
const reachedAt = (bindAddress: string, farms: readonly string[]): string | undefined => {
  if (isAny(bindAddress)) return farms[0];
  return isLoopback(bindAddress) ? undefined : bracketed(bindAddress);
};

const isAny = (address: string): boolean => address === "0.0.0.0" || address === "::";
const isLoopback = (address: string): boolean => address.startsWith("127.") || address === "::1";
const bracketed = (address: string): string => (address.includes(":") ? `[${address}]` : address);

/** Names of two farms on one network would need two containers with one address. */
function isTaken(farm: string, network: EnvironmentNetwork, parent: pulumi.Resource): boolean {
  const first = taken().get(network);
  if (first === undefined) {
    taken().set(network, farm);
    return false;
  }
  pulumi.log.warn(
    `${farm}.hairpin: the network ${network.resourceName} leads to the names of the farm ${first} alone; containers there find those of ${farm} by public DNS.`,
    parent,
  );
  return true;
}

const warnOfUnreachable = (
  farm: string,
  { resourceName }: EnvironmentNetwork,
  address: string,
  parent: pulumi.Resource,
): void =>
  void pulumi.log.warn(
    `${farm}.bindAddress: on ${address}, the farm is in reach of its own machine alone; containers on the network ${resourceName} of another host get no connection to its names. Choose an address that the host reaches, or hairpin: false to leave them to public DNS.`,
    parent,
  );
