/** How an engine is reached. */
export interface Engine {
  /** Where it listens, as `DOCKER_HOST` would say it; empty for the usual one. */
  readonly endpoint: string;
  /** What `ssh` is told on the way to it. */
  readonly sshOptions: readonly string[];
}

/** A container that a stack has deployed. */
export interface Deployed {
  /** The resource's name, the same in every stack of the program. */
  readonly name: string;
  /** The engine's id of it. */
  readonly id: string;
  /** What the program says of its image. */
  readonly image: string;
  /** Its engine; absent where the way to it is a secret. */
  readonly engine: Engine | undefined;
}

interface Resource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly provider?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
}

const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
const nameOf = (urn: string): string => urn.split("::").slice(3).join("::");

/**
 * Reads the containers of what `pulumi stack export` prints.
 * @throws Error where that is no export.
 */
export function readState(exported: string): Deployed[] {
  const resources = resourcesOf(exported);
  const engines = new Map(resources.map(({ urn, inputs }) => [urn, readEngine(inputs)]));
  return resources
    .filter(({ type, inputs }) => type === "docker:index/container:Container" && text(inputs?.image))
    .map(({ urn, id = "", provider = "", inputs }) => ({
      name: nameOf(urn),
      id,
      image: text(inputs?.image) ?? "",
      engine: engines.get(provider.split("::").slice(0, -1).join("::")),
    }));
}

function readEngine({ host = "", sshOpts = "[]" }: Resource["inputs"] = {}): Engine | undefined {
  const options = text(sshOpts);
  const endpoint = text(host);
  if (endpoint === undefined || options === undefined) return undefined;
  // Providers are configured with texts.
  return { endpoint, sshOptions: JSON.parse(options) };
}

function resourcesOf(exported: string): readonly Resource[] {
  try {
    const { deployment } = JSON.parse(exported) as { deployment: { resources?: Resource[] } };
    return deployment.resources ?? [];
  } catch {
    throw new Error('what "pulumi stack export" printed is no state, or is cut off');
  }
}
