import ipaddr from "ipaddr.js";
import type { PublishedRouter } from "../router/args";
import { isLoopback, isSix } from "../shared/address";
import type { AppsHost, FarmHost } from "./hosts";
import type { Resolved } from "./resolved";

/** Where an environment is on a host. */
export interface Place {
  /** The environment's network there. */
  readonly subnet: string;
  /** Its part of IPv6. @default it has none */
  readonly subnet6?: string;
  /** Where its router's port is published. */
  readonly routerPort: PublishedRouter;
  /** Whether data there outlive their service and the environment. */
  readonly keepVolumes: boolean;
}

/** The environment's network and router port on the applications' host. */
export const placeOf = (apps: AppsHost, { network, ports }: Resolved): Place => ({
  subnet: apps.subnet ?? network.subnet,
  subnet6: apps.subnet6 ?? network.subnet6,
  keepVolumes: network.keepVolumes,
  routerPort: {
    address: privateAddressOf(apps) ?? "",
    port: ports.router,
    farms: [farmAddressOf(apps, network) ?? ""],
  },
});

/** What is wrong with the place that settings give a host: each problem with its path and the way out. */
export function placeProblems({ hosts, network }: Resolved): string[] {
  const { infra, apps } = hosts;
  if (!apps) return [];
  const farm = farmAddressOf(apps, network);
  const own = privateAddressOf(apps);
  return [
    ...(machineOf(apps) === machineOf(infra)
      ? [`hosts.apps: this is the farm's host too (${machineOf(infra)}); leave hosts.apps out`]
      : []),
    ...(privateAddressOf(apps) === undefined
      ? [
          "hosts.apps.privateAddress: it is missing, and has to be an address of the host, on which its router listens; example: 10.0.0.12",
        ]
      : []),
    ...(farm === undefined
      ? [
          "hosts.apps.farmAddress: it is missing, and has to be the hypervisor's address in the VM's network, from which the farm's connections arrive; example: 192.168.122.1",
        ]
      : []),
    ...(farm !== undefined && own !== undefined && isSix(farm) !== isSix(own)
      ? [
          `hosts.apps.farmAddress: ${farm} and hosts.apps.privateAddress, ${own}, are not of one kind; set both, of IPv4 or of IPv6`,
        ]
      : []),
    ...(farm !== undefined && isLoopback(farm)
      ? [
          `hosts.apps.farmAddress: ${farm} is not an address from which the farm's connections can arrive at another host; set it, or network.privateAddress; example: 10.0.0.1`,
        ]
      : []),
  ];
}

function privateAddressOf(apps: AppsHost): string | undefined {
  if (apps.privateAddress !== undefined || apps.kind === "local") return apps.privateAddress;
  const address = apps.kind === "libvirt" ? addressOfVm(apps) : apps.address;
  return ipaddr.isValid(address) ? address : undefined;
}

const farmAddressOf = (apps: AppsHost, { privateAddress }: Resolved["network"]): string | undefined => {
  const behindNat = apps.kind === "libvirt" && apps.network.kind === "nat";
  return apps.farmAddress ?? (behindNat ? undefined : privateAddress);
};

const addressOfVm = ({ network }: Extract<AppsHost, { kind: "libvirt" }>): string =>
  network.address.split("/")[0] ?? network.address;

/** By which two hosts are seen to be one machine. */
export function machineOf(host: FarmHost | AppsHost): string {
  switch (host.kind) {
    case "local":
      return host.endpoint ?? "the local engine";
    case "ssh":
      return `${host.address}, port ${host.port}`;
    case "libvirt":
      return `the VM ${addressOfVm(host)}`;
  }
}

/** The environment's networks, each with the path of its setting and the machine that has it. */
export const networksOf = ({ network, hosts }: Resolved) => [
  { path: "network.subnet", subnet: network.subnet, machine: machineOf(hosts.infra) },
  ...sixOf("network.subnet6", network.subnet6, hosts.infra),
  ...(hosts.apps
    ? [
        {
          path: hosts.apps.subnet === undefined ? "network.subnet" : "hosts.apps.subnet",
          subnet: hosts.apps.subnet ?? network.subnet,
          machine: machineOf(hosts.apps),
        },
        ...sixOf(
          hosts.apps.subnet6 === undefined ? "network.subnet6" : "hosts.apps.subnet6",
          hosts.apps.subnet6 ?? network.subnet6,
          hosts.apps,
        ),
      ]
    : []),
];

const sixOf = (path: string, subnet: string | undefined, host: FarmHost | AppsHost) =>
  subnet === undefined ? [] : [{ path, subnet, machine: machineOf(host) }];

/** A VM is made by one stack: the path of its setting, and what it is called here. */
export const virtualMachineOf = ({ hosts }: Resolved): string | undefined =>
  hosts.apps?.kind === "libvirt" ? machineOf(hosts.apps) : undefined;
