import type { NetworkArgs } from "@pulumi/docker";
import type { Unwrap } from "@pulumi/pulumi";
import { type Bench, labelMap, type Made } from "./kind";

/** docker:index/network:Network */
export async function makeNetwork(name: string, inputs: Unwrap<NetworkArgs>, bench: Bench): Promise<Made> {
  const { docker, labels, nameOf } = bench;
  const network = await docker.createNetwork({
    Name: inputs.name ?? nameOf(name),
    // The engine itself allows two networks of one name; nothing of ours could tell them apart.
    CheckDuplicate: true,
    Driver: inputs.driver ?? "bridge",
    Internal: inputs.internal,
    Attachable: inputs.attachable,
    EnableIPv6: inputs.ipv6,
    Options: inputs.options,
    Labels: { ...labelMap(inputs.labels), ...labels },
    ...(inputs.ipamConfigs && {
      IPAM: {
        Driver: inputs.ipamDriver ?? "default",
        Config: inputs.ipamConfigs.map(({ subnet, gateway, ipRange }) => ({
          ...(subnet && { Subnet: subnet }),
          ...(gateway && { Gateway: gateway }),
          ...(ipRange && { IPRange: ipRange }),
        })),
      },
    }),
  });
  const state = await network.inspect();
  return {
    id: state.Id,
    outputs: { name: state.Name, driver: state.Driver, scope: state.Scope, internal: state.Internal },
  };
}
