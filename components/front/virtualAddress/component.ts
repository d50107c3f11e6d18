import * as pulumi from "@pulumi/pulumi";
import type { DockerHost } from "../../hosts/dockerHost/component";
import { oneAtATime } from "../../hosts/hostSetup/shell";
import { machineCommand } from "../../hosts/machine/command";
import type { VirtualAddressArgs } from "./args";
import { checkVirtualAddress, partsOf } from "./check";
import type { VirtualAddressHost } from "./config";
import { ownAddresses } from "./own";
import { renderGiveUp, renderKeep } from "./script";

/** Of two that have the address at once, as they do not see each other, the first one keeps it when they do. */
const priorities = [101, 100] as const;

/**
 * One address for two farms on two hosts: the one that has it serves, and the other one takes it within seconds where that one
 * is gone, or its farm. keepalived does it, on the hosts themselves.
 *
 * @example
 * ```ts
 * new VirtualAddress("front", { address: "192.168.1.10/24", farms: [atticFarm, cellarFarm] });
 * ```
 */
export class VirtualAddress extends pulumi.ComponentResource {
  /** The address that visitors know, once both hosts keep it. */
  readonly address: pulumi.Output<string>;

  /** @throws RunError that names every argument that is not usable. */
  constructor(name: string, args: VirtualAddressArgs, opts?: pulumi.ComponentResourceOptions) {
    checkVirtualAddress(name, args);
    super("homeport:index:VirtualAddress", name, {}, opts);
    const { address, bits } = partsOf(args.address);
    const routerId = args.routerId ?? Number(address.split(".").at(-1));
    const instance = [pulumi.getProject(), pulumi.getStack(), name].join(".");
    const own = ownAddresses(
      name,
      args.address,
      args.farms.map(({ network, provenByHttp }) => ({ host: network.host, asks: provenByHttp?.peer })),
    );
    let before: pulumi.Resource[] = [...args.farms];
    for (const [at, { door, network }] of args.farms.entries()) {
      const told = own.apply((addresses) => ({
        ...{ instance, address, bits, routerId: routerId || 255 },
        priority: priorities[at] ?? 0,
        own: addresses[at] ?? "",
        peer: addresses[1 - at] ?? "",
        statistics: door.statistics,
      }));
      // One after the other: what is wrong with the first leaves the second as it is.
      before = [
        keep(`${name}-${network.host.hostName}`, network.host, told, { parent: this, dependsOn: before }),
      ];
    }
    const proven = args.farms.flatMap(({ farmName, provenByHttp, door }) => {
      const leadsTo = `${address}:${door.ports.http}`;
      // When the farms asked for their certificates, nobody had the address yet.
      return provenByHttp ? [provenByHttp.again(`${name}-${farmName}`, leadsTo, before, this)] : [];
    });
    before = [...before, ...proven];
    this.address = pulumi.all(before.map(({ urn }) => urn)).apply(() => address);
    this.registerOutputs({ address: this.address });
  }
}

function keep(
  name: string,
  host: DockerHost,
  told: pulumi.Output<VirtualAddressHost>,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource {
  const { hostName, machine } = host;
  return machineCommand(
    name,
    machine,
    {
      run: told.apply((one) => ({
        title: `keep ${one.address} on ${hostName}`,
        script: oneAtATime(hostName, renderKeep(hostName, one)),
      })),
      remove: told.apply((one) => ({
        title: `give up ${one.address} on ${hostName}`,
        script: oneAtATime(hostName, renderGiveUp(hostName, one)),
      })),
    },
    { ...host.goesWith, ...opts },
  );
}
