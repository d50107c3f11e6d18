import type { ContainerArgs, types } from "@pulumi/docker";
import type { Unwrap } from "@pulumi/pulumi";
import type { ContainerCreateOptions, HostConfig } from "dockerode";
import { duration } from "./duration";
import { labelMap } from "./kind";

export type ContainerInputs = Unwrap<ContainerArgs>;
type Port = Unwrap<types.input.ContainerPort>;
type Volume = Unwrap<types.input.ContainerVolume>;
type Host = HostConfig & { CgroupnsMode?: string };
type Filler = {
  [K in keyof ContainerInputs]?: (value: NonNullable<ContainerInputs[K]>, into: Options) => void;
};

interface Options extends ContainerCreateOptions {
  HostConfig: Host;
}

const megabyte = 1024 * 1024;

/**
 * The Docker provider's inputs as the engine's create options. An input that is not in this table is an
 * error: a sandbox that drops a setting in silence would show a road that does not exist.
 */
const fill: Filler = {
  image: (value, into) => set(into, { Image: value }),
  name: (value, into) => set(into, { name: value }),
  command: (value, into) => set(into, { Cmd: value }),
  entrypoints: (value, into) => set(into, { Entrypoint: value }),
  envs: (value, into) => set(into, { Env: value }),
  labels: (value, into) => set(into, { Labels: labelMap(value) }),
  user: (value, into) => set(into, { User: value }),
  hostname: (value, into) => set(into, { Hostname: value }),
  workingDir: (value, into) => set(into, { WorkingDir: value }),
  stopSignal: (value, into) => set(into, { StopSignal: value }),
  stopTimeout: (value, into) => set(into, { StopTimeout: value }),
  ports: (value, into) => {
    set(into, { ExposedPorts: Object.fromEntries(value.map((port) => [portKey(port), {}])) });
    set(into.HostConfig, { PortBindings: bindings(value) });
  },
  volumes: (value, into) => mountVolumes(value, into),
  healthcheck: (value, into) =>
    set(into, {
      Healthcheck: {
        Test: value.tests,
        Interval: duration(value.interval),
        Timeout: duration(value.timeout),
        StartPeriod: duration(value.startPeriod),
        Retries: value.retries,
        ...(value.startInterval && { StartInterval: duration(value.startInterval) }),
      },
    }),

  memory: (value, into) => set(into.HostConfig, { Memory: value * megabyte }),
  memoryReservation: (value, into) => set(into.HostConfig, { MemoryReservation: value * megabyte }),
  memorySwap: (value, into) => set(into.HostConfig, { MemorySwap: value > 0 ? value * megabyte : value }),
  shmSize: (value, into) => set(into.HostConfig, { ShmSize: value * megabyte }),
  cpus: (value, into) => set(into.HostConfig, { NanoCpus: Math.round(Number(value) * 1e9) }),
  cpuShares: (value, into) => set(into.HostConfig, { CpuShares: value }),
  cpuSet: (value, into) => set(into.HostConfig, { CpusetCpus: value }),
  ulimits: (value, into) =>
    set(into.HostConfig, {
      Ulimits: value.map(({ name, soft, hard }) => ({ Name: name, Soft: soft, Hard: hard })),
    }),
  capabilities: (value, into) => set(into.HostConfig, { CapAdd: value.adds, CapDrop: value.drops }),
  securityOpts: (value, into) => set(into.HostConfig, { SecurityOpt: value }),
  privileged: (value, into) => set(into.HostConfig, { Privileged: value }),
  readOnly: (value, into) => set(into.HostConfig, { ReadonlyRootfs: value }),
  tmpfs: (value, into) => set(into.HostConfig, { Tmpfs: value }),
  sysctls: (value, into) => set(into.HostConfig, { Sysctls: value }),
  groupAdds: (value, into) => set(into.HostConfig, { GroupAdd: value }),
  init: (value, into) => set(into.HostConfig, { Init: value }),
  networkMode: (value, into) => set(into.HostConfig, { NetworkMode: value }),
  mounts: (value, into) =>
    set(into.HostConfig, {
      Mounts: value.map(({ type, source, target, readOnly }) => ({
        Type: type as "bind",
        Source: source ?? "",
        Target: target,
        ReadOnly: readOnly,
      })),
    }),
  devices: (value, into) =>
    set(into.HostConfig, {
      Devices: value.map(({ hostPath, containerPath = hostPath, permissions = "rwm" }) => ({
        PathOnHost: hostPath,
        PathInContainer: containerPath,
        CgroupPermissions: permissions,
      })),
    }),
  dns: (value, into) => set(into.HostConfig, { Dns: value }),
  hosts: (value, into) => set(into.HostConfig, { ExtraHosts: value.map(({ host, ip }) => `${host}:${ip}`) }),
  restart: (value, into) => set(into.HostConfig.RestartPolicy, { Name: value }),
  maxRetryCount: (value, into) => set(into.HostConfig.RestartPolicy, { MaximumRetryCount: value }),
  logDriver: (value, into) => set(into.HostConfig.LogConfig, { Type: value }),
  logOpts: (value, into) => set(into.HostConfig.LogConfig, { Config: value }),
};

/** Looked at by the maker, or of no meaning in a sandbox that only creates and removes. */
const elsewhere = new Set<string>([
  "networksAdvanced",
  "start",
  "wait",
  "waitTimeout",
  "mustRun",
  "destroyGraceSeconds",
  "removeVolumes",
  "containerReadRefreshTimeoutMilliseconds",
]);

export function containerOptions(inputs: ContainerInputs): ContainerCreateOptions {
  // The provider always states these four, set or not.
  const options: Options = {
    HostConfig: {
      NetworkMode: "bridge",
      Init: false,
      RestartPolicy: { Name: "no" },
      LogConfig: { Type: "", Config: {} },
    },
  };
  for (const [key, value] of Object.entries(inputs)) {
    if (value === undefined || value === null || elsewhere.has(key)) continue;
    const put = fill[key as keyof ContainerInputs] as ((value: unknown, into: Options) => void) | undefined;
    if (!put) throw new Error(`the sandbox does not know the container's input "${key}"`);
    put(value, options);
  }
  return options;
}

function set<T extends object>(into: T | undefined, values: Partial<T>): void {
  Object.assign(into ?? {}, values);
}

function portKey({ internal, protocol = "tcp" }: Port): string {
  return `${internal}/${protocol}`;
}

/** Without an external port the engine picks one, as the provider leaves it to. */
function bindings(ports: readonly Port[]): Record<string, { HostIp: string; HostPort: string }[]> {
  const all: Record<string, { HostIp: string; HostPort: string }[]> = {};
  for (const port of ports) {
    const binding = { HostIp: port.ip ?? "0.0.0.0", HostPort: String(port.external ?? 0) };
    all[portKey(port)] = [...(all[portKey(port)] ?? []), binding];
  }
  return all;
}

function mountVolumes(volumes: readonly Volume[], into: Options): void {
  const binds: string[] = [];
  const paths: Record<string, object> = {};
  for (const { containerPath, hostPath, volumeName, readOnly, fromContainer } of volumes) {
    if (fromContainer !== undefined || !containerPath) {
      throw new Error("a container's volume needs a containerPath, and the sandbox knows no fromContainer");
    }
    paths[containerPath] = {};
    const source = hostPath ?? volumeName;
    if (source) binds.push(`${source}:${containerPath}:${readOnly ? "ro" : "rw"}`);
  }
  set(into, { Volumes: paths });
  set(into.HostConfig, { Binds: binds });
}
