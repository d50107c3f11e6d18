import * as pulumi from "@pulumi/pulumi";
import { isSix, needsSubnet6 } from "../../shared/address";
import type { Problem } from "../../shared/problems";
import { storeWires } from "../certificates/wire";
import type { Haproxy } from "../haproxy/process";
import type { HaproxyFarmArgs } from "./args";
import type { FarmRouter } from "./servers";
import { type FarmService, served } from "./services";

/** A farm's routers. */
export interface ReachedRouters {
  readonly routers: pulumi.Output<FarmRouter[]>;
  /** What has to be in place before the farm sends anything there. */
  readonly ready: readonly pulumi.Resource[];
}

/** Finds the way to each router: by name on the farm's own network, over a wire to any other. */
export function reachRouters(
  haproxy: Haproxy,
  services: readonly FarmService[],
  parent: pulumi.Resource,
): ReachedRouters {
  const all = routersOf(services);
  const near = all
    .filter(({ network }) => network === haproxy.network)
    .map(({ routerName: name, containerName: host, maxRequests }) =>
      pulumi.output({ name, host, maxRequests }),
    );
  const far = all.flatMap((router) =>
    router.network !== haproxy.network && router.wire ? [{ router, wire: router.wire }] : [],
  );
  const ready = all.map((router) => router.ready);
  if (far.length === 0) return { routers: pulumi.all(near), ready };

  const { files, stored } = storeWires(
    haproxy,
    far.map(({ wire }) => wire.end),
    parent,
  );
  const wired = files.apply((paths) =>
    paths.flatMap((path, at): FarmRouter[] => {
      const one = far[at];
      if (!one) return [];
      const { address, port, name } = one.wire;
      const { routerName, maxRequests } = one.router;
      return [{ name: routerName, maxRequests, address, wire: { port, name, ...path } }];
    }),
  );
  return {
    routers: pulumi.all([pulumi.all(near), wired]).apply(([own, others]) => [...own, ...others]),
    // A farm that knows a router before its gate is at work would answer for it with an error.
    ready: [stored, ...ready, ...far.map(({ router }) => router)],
  };
}

/** What is wrong with routers that the farm could not reach. */
export const unreachable = (args: HaproxyFarmArgs): Problem[] => [...unwired(args), ...behindSix(args)];

/** What is asked by IPv6 is asked from an address of IPv6. */
const behindSix = ({ network, services }: HaproxyFarmArgs): Problem[] =>
  routersOf(served(services)).flatMap((router) =>
    router.network !== network && isSix(router.wire?.address ?? "") && !network.addresses.subnet6
      ? [
          {
            path: ["services"],
            message: `the router ${router.routerName} is at ${needsSubnet6(router.wire?.address ?? "", "the farm's network")}`,
          },
        ]
      : [],
  );

const unwired = ({ network, services }: HaproxyFarmArgs): Problem[] =>
  routersOf(served(services))
    .filter((router) => router.network !== network && !router.wire)
    .map(({ routerName }) => ({
      path: ["services"],
      message: `the router ${routerName} is on another network and lets no farm in; publish it for this one; example: publish: { address: "10.0.0.2", port: 88, farms: ["10.0.0.1"] }`,
    }));

const routersOf = (services: readonly FarmService[]) => [
  ...new Set(services.flatMap(({ routers }) => routers)),
];
