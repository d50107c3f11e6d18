import type { VolumeArgs } from "@pulumi/docker";
import type { Unwrap } from "@pulumi/pulumi";
import { type Bench, labelMap, type Made } from "./kind";

/** docker:index/volume:Volume. Its id is its name, as the provider has it. */
export async function makeVolume(name: string, inputs: Unwrap<VolumeArgs>, bench: Bench): Promise<Made> {
  const { docker, labels, nameOf } = bench;
  const wanted = inputs.name ?? nameOf(name);
  await docker.createVolume({
    Name: wanted,
    Driver: inputs.driver ?? "local",
    DriverOpts: inputs.driverOpts,
    Labels: { ...labelMap(inputs.labels), ...labels },
  });
  const state = await docker.getVolume(wanted).inspect();
  return {
    id: state.Name,
    outputs: { name: state.Name, driver: state.Driver, mountpoint: state.Mountpoint },
  };
}
