import { commandLine } from "../../components/shared/shell";
import { type Mount, onHost, type Place } from "../restore/volumes/engine";

/** What a container of a database's server was made with. */
export interface ServerMade {
  /** The image's id. */
  readonly image: string;
  /** None of its values is a secret: the password is a file. */
  readonly environment: readonly string[];
  readonly command: readonly string[];
  readonly host: {
    readonly Memory: number;
    readonly MemorySwap: number;
    readonly NanoCpus: number;
    readonly ShmSize: number;
    readonly Tmpfs?: Readonly<Record<string, string>> | null;
    readonly CapAdd?: readonly string[] | null;
    readonly CapDrop?: readonly string[] | null;
    readonly SecurityOpt?: readonly string[] | null;
  };
  readonly mounts: readonly (Mount & { readonly Type: string })[];
}

const asked = {
  image: ".Image",
  environment: ".Config.Env",
  command: ".Config.Cmd",
  host: ".HostConfig",
  mounts: ".Mounts",
} as const;

const format = `{${Object.entries(asked)
  .map(([key, field]) => `"${key}":{{json ${field}}}`)
  .join(",")}}`;

/** Asks the engine what a server was made with. */
export const serverAt = async (place: Place, id: string): Promise<ServerMade> =>
  JSON.parse(await onHost(place, commandLine("docker", "inspect", "-f", format, id)));

/** Where it has its data: what else it mounts are files. */
export const dataMountOf = ({ mounts }: { readonly mounts: readonly Mount[] }): Mount | undefined =>
  mounts.find(({ Name }) => Name);

/**
 * Words by which one is made that is like it, but for its name, its network and where its data are.
 * @param hides whether what a restore keeps is in its data directory, as in the server's
 */
export function likeIt({ environment, host, mounts }: ServerMade, hides: boolean): string[] {
  const all = (option: string, values: readonly string[] | null = []) =>
    (values ?? []).flatMap((one) => [option, one]);
  const files = mounts.filter(({ Type, Name }) => Type === "bind" && !Name);
  const data = dataMountOf({ mounts })?.Destination;
  const memory = Object.entries(host.Tmpfs ?? {}).filter(([path]) => hides || !path.startsWith(`${data}/`));
  return [
    ...["--memory", String(host.Memory), "--memory-swap", String(host.MemorySwap)],
    ...(host.NanoCpus > 0 ? ["--cpus", String(host.NanoCpus / 1e9)] : []),
    ...["--shm-size", String(host.ShmSize)],
    ...all("--cap-drop", host.CapDrop),
    ...all("--cap-add", host.CapAdd),
    ...all("--security-opt", host.SecurityOpt),
    ...memory.flatMap(([path, options]) => ["--tmpfs", options === "" ? path : `${path}:${options}`]),
    ...files.flatMap(({ Source, Destination }) => ["-v", `${Source}:${Destination}:ro`]),
    ...all("--env", environment),
  ];
}
