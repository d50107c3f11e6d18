import { posix } from "node:path";

/** A directory or file of the host that a container or a volume leads to. */
export interface HostPath {
  /** Without detours. */
  readonly path: string;
  /** As the program writes it. */
  readonly written: string;
  readonly readOnly: boolean;
}

/** What a volume's driver is told. */
export interface VolumeOptions {
  readonly driver: string | undefined;
  readonly options: Readonly<Record<string, unknown>>;
}

/** Types of file systems that bring nothing of the host. */
const elsewhere = ["tmpfs", "nfs", "nfs4", "cifs"];

/** @returns the paths of the host that a volume leads to, whatever its driver calls them. */
export function pathsOf({ driver, options }: VolumeOptions): HostPath[] {
  const words = textOf(options.o).split(",");
  if (driver !== undefined && driver !== "local") return Object.values(options).flatMap(absolute);
  const device = textOf(options.device);
  const binds = words.some((word) => ["bind", "rbind"].includes(word));
  const type = textOf(options.type);
  if (!binds && (elsewhere.includes(type) || (device === "" && type === ""))) return [];
  const isOfKernel = !device.startsWith("/") && type !== "overlay";
  return [
    ...(device.startsWith("/") ? [hostPath(device, words.includes("ro"))] : []),
    // As /proc or /sys, it is the host's own.
    ...(isOfKernel
      ? [{ path: `${type}:${device}`, written: `a file system of type ${type || device}`, readOnly: false }]
      : []),
    // An overlay names its directories among the words.
    ...words.flatMap((word) => word.split("=").slice(1)).flatMap(absolute),
  ];
}

export const hostPath = (written: string, readOnly: boolean): HostPath => ({
  path: clean(written),
  written,
  readOnly,
});

/** A socket may be reached by many ways. */
const clean = (path: string): string =>
  posix
    .join("/", path.trim())
    .replace(/(.)\/$/, "$1")
    .replace(/^\/var\/run(?=\/|$)/, "/run");

const absolute = (value: unknown): HostPath[] =>
  textOf(value)
    .split(":")
    .filter((part) => part.startsWith("/"))
    .map((part) => hostPath(part, false));

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
