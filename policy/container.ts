import { isFileSource } from "../components/containers/fileSource";
import { type HostPath, hostPath, pathsOf } from "./hostPath";
import { type Known, notYet } from "./known";
import { hostOf, type Maker, makerOf, type Resource, stackOf } from "./resource";

export const containerType = "docker:index/container:Container";
export const volumeType = "docker:index/volume:Volume";

/** A port of the host that leads to a container. */
export interface PublishedPort {
  readonly external: number | undefined;
  readonly protocol: string;
  /** Absent for every address of the host. */
  readonly address: string | undefined;
}

/** What rules look at in a container. */
export interface Container {
  readonly urn: string;
  /** The resource's name, which the program gives. */
  readonly name: string;
  readonly environment: string;
  readonly host: string;
  /** The component of Homeport that made it. */
  readonly maker: Maker | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly image: Known<string | undefined>;
  /** In mebibytes; absent without a limit. */
  readonly memory: Known<number | undefined>;
  /** Whether its processors are bounded. */
  readonly processors: boolean;
  /** Whether the number of its processes is bounded. */
  readonly processes: boolean;
  /** The command of its own health check; absent where that is the image's. */
  readonly healthcheck: Known<readonly string[] | undefined>;
  readonly ports: readonly PublishedPort[];
  /** Whether the engine publishes what the image exposes. */
  readonly publishesAll: boolean;
  /** Directories and files of the host that it sees. */
  readonly hostPaths: readonly HostPath[];
  readonly privileged: boolean;
  readonly addedCapabilities: readonly string[];
  /** What it shares, as the engine is told: `host`, `container:<name>`, a network's name. */
  readonly namespaces: Readonly<Record<"network" | "processes" | "memory", readonly string[]>>;
  /** All that is said of it and known, by the provider's name. */
  readonly others: Props;
}

type Props = Readonly<Record<string, unknown>>;

/** Reads what the Docker provider makes a container of. */
export function readContainer({ urn, name, props, provider }: Resource): Container {
  const labels = labelsOf(props);
  return {
    urn,
    name,
    environment: labels["homeport.environment"] ?? stackOf(urn),
    host: hostOf(provider),
    maker: makerOf(urn),
    labels,
    image: props.image === notYet ? notYet : text(props.image),
    memory: props.memory === notYet ? notYet : positive(props.memory),
    processors: isBounded(props.cpus) || props.cpuSet === notYet || text(props.cpuSet) !== undefined,
    processes: props.ulimits === notYet || list(props.ulimits).some(({ name }) => name === "nproc"),
    healthcheck: readHealth(props.healthcheck),
    ports: list(props.ports).map((port) => ({
      external: positive(port.external),
      address: text(port.ip),
      protocol: text(port.protocol) ?? "tcp",
    })),
    publishesAll: props.publishAllPorts === true,
    hostPaths: [
      // The engine takes a volume's name for a path where it begins as one.
      ...list(props.volumes).flatMap(({ hostPath: path, volumeName, readOnly }) => [
        ...hostPathOf(path, readOnly),
        ...(text(volumeName)?.startsWith("/") ? hostPathOf(volumeName, readOnly) : []),
      ]),
      ...list(props.mounts).flatMap(mountedPaths),
    ],
    privileged: props.privileged === true,
    addedCapabilities: words(object(props.capabilities)?.adds),
    namespaces: {
      network: [
        ...new Set([props.networkMode, ...list(props.networksAdvanced).map(({ name }) => name)]),
      ].flatMap((name) => text(name) ?? []),
      processes: [text(props.pidMode) ?? []].flat(),
      memory: [text(props.ipcMode) ?? []].flat(),
    },
    others: Object.fromEntries(
      [
        ...Object.entries(props),
        [
          "volumes.fromContainer",
          list(props.volumes).flatMap(({ fromContainer }) => text(fromContainer) ?? []),
        ] as const,
      ].filter(([, value]) => isSaid(value)),
    ),
  };
}

/** What rules look at in a volume. */
export interface Volume {
  readonly hostPaths: readonly HostPath[];
}

/** Reads what the Docker provider makes a volume of. */
export const readVolume = ({ props }: Resource): Volume => ({
  hostPaths: pathsOf({ driver: text(props.driver), options: object(props.driverOpts) ?? {} }),
});

function mountedPaths({ type, source, readOnly, volumeOptions }: Props): HostPath[] {
  // What a program says in files is in a volume, though the engine is told a path.
  if (type === "bind" && isFileSource(String(source), readOnly === true)) return [];
  if (type === "bind") return hostPathOf(source, readOnly);
  const { driverName, driverOptions } = object(volumeOptions) ?? {};
  return pathsOf({ driver: text(driverName), options: object(driverOptions) ?? {} });
}

function hostPathOf(path: unknown, readOnly: unknown): HostPath[] {
  const found = text(path);
  return found === undefined ? [] : [hostPath(found, readOnly === true)];
}

/** Nothing, an empty text, an empty list or what is not known yet says nothing. */
const isSaid = (value: unknown): boolean =>
  value !== undefined &&
  value !== null &&
  value !== "" &&
  value !== notYet &&
  !(typeof value === "object" && Object.keys(value).length === 0);

/** The labels of a Docker object by name. */
export const labelsOf = (props: Props): Record<string, string> =>
  Object.fromEntries(list(props.labels).map(({ label, value }) => [String(label), String(value)]));

const object = (value: unknown): Props | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Props) : undefined;
const list = (value: unknown): Props[] =>
  Array.isArray(value) ? value.map(object).filter((one) => one !== undefined) : [];
const text = (value: unknown): string | undefined => (typeof value === "string" && value ? value : undefined);
const words = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((word) => typeof word === "string") : [];
const positive = (value: unknown): number | undefined =>
  typeof value === "number" && value > 0 ? value : undefined;
/** No limit is nothing, an empty text or zero. */
const isBounded = (cpus: unknown): boolean => cpus === notYet || Number(cpus ?? 0) > 0;

function readHealth(healthcheck: unknown): Container["healthcheck"] {
  const tests = healthcheck === notYet ? notYet : object(healthcheck)?.tests;
  return tests === notYet || tests === undefined ? tests : words(tests);
}
