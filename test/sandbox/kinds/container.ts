import { setTimeout as sleep } from "node:timers/promises";
import type Docker from "dockerode";
import { type ContainerInputs, containerOptions } from "./containerOptions";
import { haveImage } from "./image";
import type { Bench, Made } from "./kind";

/** docker:index/container:Container, in the provider's own order: create, connect, start, wait. */
export async function makeContainer(name: string, inputs: ContainerInputs, bench: Bench): Promise<Made> {
  await haveImage(bench.docker, inputs.image);
  const options = containerOptions(inputs);
  const container = await bench.docker.createContainer({
    ...options,
    name: options.name ?? bench.nameOf(name),
    Labels: { ...options.Labels, ...bench.labels },
  });
  await connect(container, inputs, bench.docker);
  if (inputs.start !== false) await container.start();
  if (inputs.start !== false && inputs.wait) await healthy(container, inputs.waitTimeout ?? 60, bench.signal);

  const state = await container.inspect();
  return {
    id: state.Id,
    outputs: {
      name: state.Name.replace(/^\//, ""),
      hostname: state.Config.Hostname,
      networkDatas: networkDatas(state),
    },
  };
}

/** A container of named networks leaves the default one. */
async function connect(container: Docker.Container, inputs: ContainerInputs, docker: Docker): Promise<void> {
  if (!inputs.networksAdvanced?.length) return;
  const mode = inputs.networkMode ?? "bridge";
  if (mode === "bridge") await docker.getNetwork("bridge").disconnect({ Container: container.id });
  for (const { name, aliases, ipv4Address } of inputs.networksAdvanced) {
    if (name === mode) continue; // created on it already
    await docker.getNetwork(name).connect({
      Container: container.id,
      EndpointConfig: {
        Aliases: aliases,
        IPAMConfig: ipv4Address ? { IPv4Address: ipv4Address } : undefined,
      },
    });
  }
}

async function healthy(container: Docker.Container, seconds: number, signal: AbortSignal): Promise<void> {
  const end = Date.now() + seconds * 1_000;
  for (;;) {
    const { Health: health } = (await container.inspect()).State;
    if (!health) throw new Error('"wait" needs a health check, and this container has none');
    if (health.Status === "healthy") return;
    if (Date.now() > end) {
      const last = health.Log?.at(-1)?.Output?.trim();
      throw new Error(`not healthy after ${seconds} s${last ? `; the last check said: ${last}` : ""}`);
    }
    await sleep(200, undefined, { signal });
  }
}

function networkDatas(state: Docker.ContainerInspectInfo): object[] {
  return Object.entries(state.NetworkSettings.Networks).map(([networkName, data]) => ({
    networkName,
    ipAddress: data.IPAddress,
    ipPrefixLength: data.IPPrefixLen,
    gateway: data.Gateway,
    macAddress: data.MacAddress,
  }));
}
