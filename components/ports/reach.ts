import * as pulumi from "@pulumi/pulumi";
import { storeWires } from "../front/certificates/wire";
import type { Haproxy } from "../front/haproxy/process";
import type { EnvironmentNetwork } from "../network/environmentNetwork";
import type { RouterWire, TraefikRouter } from "../router/component";
import type { MadeContainer } from "../services/part";
import type { Served } from "../services/served";
import type { PortServiceArgs } from "./args";
import type { FarDoor } from "./far";

/** A router of another host, whose gate leads to a door there. */
export interface FarRouterOfPort {
  readonly router: TraefikRouter;
  readonly wire: RouterWire;
}

/** The routers of the hosts that a service is on. */
export const routersOf = ({ routers }: Served): readonly TraefikRouter[] => routers;

/** The network of a port's door. */
export const doorNetwork = ({ service, network }: PortServiceArgs): EnvironmentNetwork | undefined =>
  network ?? routersOf(service)[0]?.network;

/** The routers that a door reaches over a wire. */
export const farOf = (args: PortServiceArgs): FarRouterOfPort[] =>
  routersOf(args.service).flatMap((router) =>
    router.network !== doorNetwork(args) && router.wire ? [{ router, wire: router.wire }] : [],
  );

/** Names of a service's containers on the host of a network. */
export const namesOn = (made: readonly MadeContainer[], { host }: EnvironmentNetwork) =>
  pulumi.all(made.filter((one) => one.host === host).map(({ container }) => container.name));

/** Doors of other hosts, as the published one reaches them. */
export interface ReachedDoors {
  readonly doors: pulumi.Output<FarDoor[]>;
  /** What has to be in place before anyone is sent there. */
  readonly ready: readonly pulumi.Resource[];
}

/** Gives a door what it needs to be let in by the gates of other hosts. */
export function reachDoors(
  name: string,
  door: Haproxy,
  far: readonly FarRouterOfPort[],
  parent: pulumi.Resource,
): ReachedDoors {
  if (far.length === 0) return { doors: pulumi.output([]), ready: [] };
  const { files, stored } = storeWires(
    door,
    far.map(({ wire }) => wire.end),
    parent,
  );
  const doors = files.apply((paths) =>
    far.flatMap(({ router, wire: { address, port, name: gate } }, at): FarDoor[] => {
      const path = paths[at];
      return path ? [{ router: router.routerName, name, address, wire: { port, name: gate, ...path } }] : [];
    }),
  );
  return { doors, ready: [stored, ...far.map(({ router }) => router)] };
}
