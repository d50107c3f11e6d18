import * as pulumi from "@pulumi/pulumi";
import { storeWires, type Wire } from "../front/certificates/wire";
import { allConnections, capacityOf } from "../front/haproxy/capacity";
import { configureHaproxy, makeHaproxy } from "../front/haproxy/process";
import type { EnvironmentNetwork } from "../network/environmentNetwork";
import { defaultImages } from "../shared/image";
import type { TraefikRouterArgs } from "./args";
import { gatePorts, renderGate } from "./gateConfig";

/** The router that a gate passes connections on to. */
export interface GatedRouter {
  readonly routerName: string;
  readonly network: EnvironmentNetwork;
  readonly containerName: pulumi.Output<string>;
  readonly maxRequests: number;
}

/** Where a router is published, and the wire on which farms alone are let in. */
export interface GateArgs extends Pick<TraefikRouterArgs, "publish" | "dashboard" | "gateImage"> {
  /** @default everyone who reaches the port is let in */
  readonly wire?: Wire;
}

/**
 * Makes the HAProxy that holds a router's published ports.
 * @param ready what has to be in place before it passes anything on
 */
export function makeGate(
  { routerName, network, containerName, maxRequests }: GatedRouter,
  { publish, dashboard, gateImage, wire }: GateArgs,
  ready: pulumi.Resource,
  parent: pulumi.Resource,
): void {
  const limits = { memory: "512MiB", cpus: 1, processes: 256 } as const;
  const { connections, buffers } = capacityOf(limits.memory);
  const size = { maxConnections: connections, buffers, threads: limits.cpus };
  const doors = [
    ...(publish ? [{ door: "web", path: `${routerName}.publish`, ...publish } as const] : []),
    ...(dashboard ? [{ door: "dashboard", path: `${routerName}.dashboard`, ...dashboard } as const] : []),
  ];
  const gate = makeHaproxy(
    `${routerName}-gate`,
    {
      network,
      image: gateImage ?? defaultImages.haproxy,
      limits: network.host.fit(`${routerName}-gate`, limits),
      maxConnections: allConnections(connections),
      ownAddress: network.addresses.gate,
      published: doors.map(({ door, path, address, port }) => ({
        path: `${path}.port`,
        addressPath: `${path}.address`,
        internal: gatePorts[door],
        external: port,
        address,
      })),
      component: "gate",
    },
    parent,
  );
  const stored = wire && storeWires(gate, [wire.gate], parent);
  const config = pulumi.all([containerName, stored?.files]).apply(([host, files]) =>
    renderGate({
      host,
      ...size,
      maxRequests,
      six: network.addresses.subnet6 !== undefined,
      doors: doors.map(({ door }) => door),
      wire: files?.[0] && { ...files[0], farms: publish?.farms ?? [] },
    }),
  );
  configureHaproxy(gate, config, [ready, ...(stored ? [stored.stored] : [])], parent);
}
