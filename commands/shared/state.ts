import { npx } from "../../components/shared/npx";
import { readUrn } from "../../components/shared/urn";
import { Failure } from "./failure";
import { types } from "./types";

/** How an engine is reached. */
export interface Engine {
  /** Where it listens, as `DOCKER_HOST` would say it; empty for the usual one. */
  readonly endpoint: string;
  /** What `ssh` is told on the way to it. */
  readonly sshOptions: readonly string[];
}

/** Why an engine cannot be asked that a state knows. */
export const secretWay = "the way to its engine is a secret of the state";

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

/** A resource as an exported state has it, as far as it is read. */
export interface Resource {
  readonly urn: string;
  readonly type: string;
  /** URN of the parent. */
  readonly parent?: string;
  readonly id?: string;
  readonly provider?: string;
  /** URNs of all that it waited for. */
  readonly dependencies?: readonly string[];
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  /** Whether what it stands for stays when it goes. */
  readonly retainOnDelete?: boolean;
  /** Whether it was replaced, and is still to be deleted. */
  readonly delete?: boolean;
}

/** What `pulumi stack export` prints, as far as it is read. */
export interface Deployment {
  readonly resources?: readonly Resource[];
  /** What an update had begun when it was cut off. */
  readonly pending_operations?: readonly { readonly resource: Resource; readonly type: string }[];
}

const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

/** @returns the name of a resource in its program. */
export const nameOf = (urn: string): string => readUrn(urn).name;

/**
 * Reads the containers of what `pulumi stack export` prints.
 * @throws Failure where that is no export.
 */
export function readState(exported: string): Deployed[] {
  const { resources = [] } = readDeployment(exported);
  const engines = enginesOf(resources);
  return resources
    .filter(({ type, inputs }) => type === types.container && text(inputs?.image))
    .map(({ urn, id = "", provider = "", inputs }) => ({
      name: nameOf(urn),
      id,
      image: text(inputs?.image) ?? "",
      engine: engines.get(providerOf({ provider })),
    }));
}

/** How each provider of Docker reaches its engine, by the provider's URN; undefined where that is a secret. */
export const enginesOf = (resources: readonly Resource[]): Map<string, Engine | undefined> =>
  new Map(
    resources.filter(({ type }) => type === types.engine).map(({ urn, inputs }) => [urn, readEngine(inputs)]),
  );

/** @returns the URN of a resource's provider. */
export const providerOf = ({ provider = "" }: Pick<Resource, "provider">): string =>
  provider.split("::").slice(0, -1).join("::");

function readEngine({ host = "", sshOpts = "[]" }: Resource["inputs"] = {}): Engine | undefined {
  const options = text(sshOpts);
  const endpoint = text(host);
  if (endpoint === undefined || options === undefined) return undefined;
  // Providers are configured with texts.
  return { endpoint, sshOptions: JSON.parse(options) };
}

/** @throws Failure where a text is no exported state. */
export function readDeployment(exported: string): Deployment {
  try {
    const { deployment } = JSON.parse(exported) as { deployment: Deployment };
    if (deployment) return deployment;
  } catch {}
  throw new Failure(`what "${npx("pulumi stack export")}" printed is no state, or is cut off`);
}
