import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import Docker from "dockerode";
import { mostDuring } from "./sampling";

/** The engine the tests look at: DOCKER_HOST, else the local socket. */
export const docker = new Docker();

export type Container = Docker.ContainerInspectInfo;

/** What Docker knows of the running containers with these labels, in the order of their names. */
export async function containers(labels: Record<string, string>): Promise<Container[]> {
  const label = Object.entries(labels).map(([name, value]) => `${name}=${value}`);
  const listed = await docker.listContainers({ filters: { label } });
  // One may go away between the list and the question: then it is not running.
  const found = await Promise.all(listed.map(({ Id }) => inspect(Id).catch(() => undefined)));
  return found.filter((info) => info !== undefined).sort((a, b) => a.Name.localeCompare(b.Name));
}

export function inspect(id: string): Promise<Container> {
  return docker.getContainer(id).inspect();
}

/** The container's address on its (only) network. */
export function addressOf(container: Container): string {
  const address = Object.values(container.NetworkSettings.Networks)[0]?.IPAddress;
  if (!address) throw new Error(`${container.Name} has no address`);
  return address;
}

/** Every port of the container that the host listens on. */
export function published(container: Container): { internal: string; ip: string; port: number }[] {
  return Object.entries(container.NetworkSettings.Ports ?? {}).flatMap(([internal, bindings]) =>
    (bindings ?? []).map(({ HostIp, HostPort }) => ({ internal, ip: HostIp, port: Number(HostPort) })),
  );
}

/** Bytes the container's processes hold: pages of files that the kernel may drop at any time do not count. */
export async function memoryOf(id: string): Promise<number> {
  const { memory_stats: memory } = await docker.getContainer(id).stats({ stream: false, "one-shot": true });
  // cgroup v2 calls it inactive_file and file, v1 total_cache.
  const files = memory.stats as unknown as Record<string, number | undefined>;
  return memory.usage - (files.total_cache ?? files.file ?? 0);
}

/** Milliseconds of processor time that the container has taken so far, with whatever ran in it beside. */
export async function processorOf(id: string): Promise<number> {
  const { cpu_stats } = await docker.getContainer(id).stats({ stream: false, "one-shot": true });
  return cpu_stats.cpu_usage.total_usage / 1e6;
}

/** Samples the memory of containers while `work` runs; the most each one held. */
export const mostMemoryDuring = (ids: string[], work: () => Promise<void>): Promise<number[]> =>
  mostDuring(() => Promise.all(ids.map(memoryOf)), 0.1, work);

/**
 * Kills the container's first process as a crash would. `docker kill` counts as stopped by hand, and the
 * restart policy would leave it so. The signal is sent from a helper container in the host's process
 * namespace: that works as any user of the engine, and where the engine runs in a virtual machine.
 *
 * @param shell Image with `sh` and `kill` that runs as root.
 */
export async function crash(container: Container, shell: string): Promise<void> {
  const helper = await docker.createContainer({
    Image: shell,
    User: "0",
    Entrypoint: ["sh", "-c", `kill -9 ${container.State.Pid}`],
    HostConfig: { PidMode: "host", NetworkMode: "none" },
  });
  try {
    await helper.start();
    const { StatusCode } = await helper.wait();
    if (StatusCode !== 0) throw new Error(`could not kill the process of ${container.Name}`);
  } finally {
    await helper.remove({ force: true });
  }
}

/** Standard output and error of the container so far. */
export async function logsOf(id: string): Promise<string> {
  const raw = await docker.getContainer(id).logs({ stdout: true, stderr: true, follow: false });
  return raw.toString("utf8");
}

/** Runs a command in the container; all that it wrote, whatever its exit status. */
export async function runIn(container: Container, words: string[]): Promise<string> {
  const exec = await docker
    .getContainer(container.Id)
    .exec({ Cmd: words, AttachStdout: true, AttachStderr: true });
  const stream = await exec.start({});
  const output = new PassThrough();
  docker.modem.demuxStream(stream, output, output);
  stream.on("end", () => output.end());
  return text(output);
}

/** The engine's own address, which containers of every network reach as they would another host. */
export async function engineAddress(): Promise<string> {
  const { IPAM } = await docker.getNetwork("bridge").inspect();
  const [{ Gateway, Subnet } = {}] = IPAM?.Config ?? [];
  // An engine that has not been started anew since it was installed does not tell the address that it took.
  const address = Gateway ?? Subnet?.replace(/0\/\d+$/, "1");
  if (!address) throw new Error("the engine has no bridge of its own");
  return address;
}
