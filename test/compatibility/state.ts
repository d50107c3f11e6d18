import type { Alias, Recording, Resource } from "../graph/recording";

/** What a stack's state knows of a program, as far as a later version of the program can break it. */
export interface State {
  /** Inputs of each resource by its place: the types above it, its own and its name, as in its URN. */
  readonly [place: string]: Readonly<Record<string, unknown>>;
}

/** What a program would write into its stack's state. */
export function stateOf(recording: Recording): State {
  const entries = resourcesOf(recording).map(
    (resource) => [placesOf(recording, resource)[0] ?? "", kept(resource)] as const,
  );
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** All but the stack itself, which stands in no place. */
export const resourcesOf = ({ resources }: Recording): Resource[] =>
  resources.filter(({ parent }) => parent !== "");

/** Only these have inputs whose change makes a provider replace them; a command runs again. */
export const isReplaceable = ({ type }: Resource): boolean => /^(docker|random|tls):/.test(type);
const kept = (resource: Resource) => (isReplaceable(resource) ? inputsOf(resource) : {});

/** Inputs without the key or certificate that a test's provider gives below the name of its owner. */
export const inputsOf = ({ inputs }: Resource): Readonly<Record<string, unknown>> =>
  JSON.parse(JSON.stringify(inputs).replaceAll(/\\n-----BEGIN .*?-----END [A-Z ]+-----\\n/g, ""));

/** Every place at which the engine looks for a resource: its own first, then those of its aliases and of its parents'. */
export const placesOf = (recording: Recording, resource: Resource): string[] =>
  spots(recording, resource).map(({ types, name }) => `${types}::${name}`);

interface Spot {
  readonly types: string;
  readonly name: string;
}

function spots(recording: Recording, resource: Resource): Spot[] {
  const { type, name, parent } = resource;
  return [{}, ...resource.aliases].flatMap((alias: Alias) => {
    const known = { type: alias.type ?? type, name: alias.name ?? name, parent: alias.parent ?? parent };
    const above = resourcesOf(recording).find((one) => `${one.type} ${one.name}` === known.parent);
    if (!above) return [{ types: known.type, name: known.name }];
    return spots(recording, above).map((spot) => ({
      types: `${spot.types}$${known.type}`,
      name: renamedWith(known.name, above.name, spot.name),
    }));
  });
}

/** A child that begins with its parent's name had begun with its former one. */
const renamedWith = (child: string, parent: string, former: string): string =>
  child.startsWith(parent) ? former + child.slice(parent.length) : child;
