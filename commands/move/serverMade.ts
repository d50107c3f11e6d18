import type { ServerMade } from "../databases/serverAt";
import { Failure } from "../shared/failure";
import { type Deployment, nameOf, type Resource } from "../shared/state";

/** What a state has of a container of a database's server. Sizes are in mebibytes. */
interface Stated {
  readonly image: string;
  readonly envs?: readonly string[];
  readonly command?: readonly string[];
  readonly memory?: number;
  readonly memorySwap?: number;
  readonly cpus?: string;
  readonly shmSize?: number;
  readonly tmpfs?: Readonly<Record<string, string>>;
  readonly capabilities?: { readonly adds?: readonly string[]; readonly drops?: readonly string[] };
  readonly securityOpts?: readonly string[];
  readonly volumes?: readonly { readonly volumeName: string; readonly containerPath: string }[];
  readonly mounts?: readonly { readonly source: string; readonly target: string }[];
}

/** A server that is gone, as it was made, and the archive of its files. */
export interface Remade {
  /** @param files where they are now */
  made(files: string): ServerMade;
  readonly image: string;
  /** In base64. */
  readonly archive: string;
}

const mebibyte = 2 ** 20;
/** What an engine gives where nothing is said, in mebibytes. */
const sharedMemory = 64;

/**
 * Reads from a state how a server was made.
 * @param deployment with its secrets in clear
 * @throws Failure where it does not say so.
 */
export function remadeFrom({ resources = [] }: Deployment, id: string, part: string): Remade {
  const container = resources.find((one) => one.id === id);
  const written = resources.find(
    ({ urn }) => container?.dependencies?.includes(urn) && nameOf(urn).endsWith("-files-write"),
  );
  const archive = opened(written?.inputs?.stdin);
  if (!container || archive === undefined)
    throw new Failure(`${part}: the state does not say how its server was made`);
  const stated = container.inputs as unknown as Stated;
  return { image: stated.image, archive, made: (files) => madeOf(stated, files) };
}

/** A secret, as `pulumi stack export --show-secrets` prints it. */
function opened(value: Resource["inputs"] | unknown): string | undefined {
  const { plaintext } = (value ?? {}) as { readonly plaintext?: string };
  return plaintext === undefined ? undefined : JSON.parse(plaintext);
}

const madeOf = (
  { image, envs = [], command = [], capabilities, securityOpts, tmpfs, ...sizes }: Stated,
  files: string,
): ServerMade => ({
  ...{ image, environment: envs, command },
  host: {
    Memory: (sizes.memory ?? 0) * mebibyte,
    MemorySwap: (sizes.memorySwap ?? 0) * mebibyte,
    NanoCpus: Math.round(Number(sizes.cpus ?? 0) * 1e9),
    ShmSize: (sizes.shmSize ?? sharedMemory) * mebibyte,
    ...{ Tmpfs: tmpfs, CapAdd: capabilities?.adds, CapDrop: capabilities?.drops, SecurityOpt: securityOpts },
  },
  mounts: [
    ...(sizes.volumes ?? []).map(({ volumeName, containerPath }) => ({
      ...{ Type: "volume", Name: volumeName, Source: "", Destination: containerPath },
    })),
    ...(sizes.mounts ?? []).map(({ source, target }) => ({
      ...{ Type: "bind", Source: `${files}/${source.split("/").at(-1)}`, Destination: target },
    })),
  ],
});
