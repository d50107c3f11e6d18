import ipaddr from "ipaddr.js";
import type { PublishedRouter } from "../traefikRouter/args";
import type { DeclaredHost, DeclaredHosts } from "./hosts";
import type { Resolved } from "./parse";

type Apps = NonNullable<DeclaredHosts["apps"]>;

/** Where an environment is on a host beside the farm's. */
export interface Place {
  readonly subnet: string;
  readonly routerPort: PublishedRouter;
}

/** The environment's network and router port on the applications' host. */
export const placeOf = (apps: Apps, { network, ports }: Resolved): Place => ({
  subnet: apps.subnet ?? network.subnet,
  routerPort: {
    address: privateAddressOf(apps) ?? "",
    port: ports.router,
    farms: [apps.farmAddress ?? network.privateAddress],
  },
});

/** What is wrong with the place that settings give a host: each problem with its path and the way out. */
export function placeProblems({ hosts, network }: Resolved): string[] {
  const { infra, apps } = hosts;
  if (!apps) return [];
  const farm = apps.farmAddress ?? network.privateAddress;
  return [
    ...(machineOf(apps) === machineOf(infra)
      ? [`hosts.apps: this is the farm's host too (${machineOf(infra)}); leave hosts.apps out`]
      : []),
    ...(privateAddressOf(apps) === undefined
      ? [
          "hosts.apps.privateAddress: nothing is not an address of the host, on which its router listens; example: 10.0.0.12",
        ]
      : []),
    ...(ipaddr.parse(farm).range() === "loopback"
      ? [
          `hosts.apps.farmAddress: ${farm} is not an address from which the farm's connections can arrive at another host; set it, or network.privateAddress; example: 10.0.0.1`,
        ]
      : []),
  ];
}

const privateAddressOf = (apps: Apps): string | undefined =>
  apps.privateAddress ??
  (apps.kind === "ssh" && ipaddr.IPv4.isValidFourPartDecimal(apps.address) ? apps.address : undefined);

/** By which two hosts are seen to be one machine. */
export const machineOf = (host: DeclaredHost): string =>
  host.kind === "local" ? (host.endpoint ?? "the local engine") : `${host.address}, port ${host.port}`;

/** The environment's networks, each with the path of its setting and the machine that has it. */
export const networksOf = ({ network, hosts }: Resolved) => [
  { path: "network.subnet", subnet: network.subnet, machine: machineOf(hosts.infra) },
  ...(hosts.apps
    ? [
        {
          path: hosts.apps.subnet === undefined ? "network.subnet" : "hosts.apps.subnet",
          subnet: hosts.apps.subnet ?? network.subnet,
          machine: machineOf(hosts.apps),
        },
      ]
    : []),
];
