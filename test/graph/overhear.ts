import type { Alias, Resource } from "./recording";
import { unfolded } from "./unfolded";
import { plain, short } from "./wire";

/** What a program says of a resource: mocks are handed only a part of it. */
interface Registration {
  getType(): string;
  getName(): string;
  getParent(): string;
  getCustom(): boolean;
  getObject(): { toJavaScript(): Record<string, unknown> };
  getProvider(): string;
  getDeletebeforereplacedefined(): boolean;
  getDeletebeforereplace(): boolean;
  getReplaceonchangesList(): string[];
  getIgnorechangesList(): string[];
  getRetainondelete(): boolean;
  getDeletedwith(): string;
  getReplaceWithList(): string[];
  getProtect(): boolean;
  getDependenciesList(): string[];
  getAliasesList(): { getUrn(): string; getSpec(): AliasSpec | undefined }[];
}

interface AliasSpec {
  getName(): string;
  getType(): string;
  getParenturn(): string;
}

interface Completion {
  getUrn(): string;
  getOutputs(): { toJavaScript(): unknown };
}

/** The mocks' monitor, as far as it is overheard. */
export interface Monitor {
  newUrn(parent: string, type: string, name: string): string;
  registerResource(request: Registration, done: unknown): Promise<void>;
  registerResourceOutputs(request: Completion, done: unknown): void;
}

/** Notes all that a program tells the monitor, in the order in which it does. */
export function overhear(monitor: Monitor): Resource[] {
  const resources: Resource[] = [];
  const known = new Map<string, Resource>();
  const { registerResource, registerResourceOutputs } = monitor;

  monitor.registerResource = (request, done) => {
    const resource = read(request);
    resources.push(resource);
    known.set(monitor.newUrn(request.getParent(), request.getType(), request.getName()), resource);
    return registerResource.call(monitor, request, done);
  };
  monitor.registerResourceOutputs = (request, done) => {
    const resource = known.get(request.getUrn());
    if (resource) resource.outputs = plain(request.getOutputs().toJavaScript());
    registerResourceOutputs.call(monitor, request, done);
  };
  return resources;
}

function read(request: Registration): Resource {
  const inputs = plain(request.getObject().toJavaScript()) as Record<string, unknown>;
  const isCommand = request.getType() === "command:local:Command";
  return {
    ...told(request),
    inputs: unfolded(request.getType(), inputs),
    ...(isCommand ? { size: JSON.stringify(inputs).length } : {}),
  };
}

const told = (request: Registration): Omit<Resource, "inputs"> => ({
  type: request.getType(),
  name: request.getName(),
  parent: short(request.getParent()),
  custom: request.getCustom(),
  provider: short(request.getProvider()),
  // Unset is not false: then the provider decides.
  deleteBeforeReplace: request.getDeletebeforereplacedefined() ? request.getDeletebeforereplace() : undefined,
  replaceOnChanges: request.getReplaceonchangesList(),
  ignoreChanges: request.getIgnorechangesList(),
  retainOnDelete: request.getRetainondelete(),
  deletedWith: short(request.getDeletedwith()),
  replaceWith: request.getReplaceWithList().map(short),
  protect: request.getProtect(),
  dependsOn: request.getDependenciesList().map(short).sort(),
  aliases: request.getAliasesList().map((alias) => {
    const spec = alias.getSpec();
    if (!spec) throw new Error(`${alias.getUrn()}: an alias names what was, not a whole URN`);
    return aliasOf(spec);
  }),
});

/** Pulumi says the parent in every alias, and the empty text for what it does not say. */
const aliasOf = (spec: AliasSpec): Alias => ({
  name: spec.getName() || undefined,
  type: spec.getType() || undefined,
  parent: short(spec.getParenturn()),
});
