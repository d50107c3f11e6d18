import { type Deployment, type Engine, enginesOf, nameOf, providerOf, type Resource } from "../promote/state";

/** A host that a stack has resources on. */
export interface RecordedHost {
  readonly name: string;
  /** How its engine is reached; undefined where that is a secret. */
  readonly engine: Engine | undefined;
}

/** A container, network or volume that a state has. */
export interface RecordedObject {
  /** The engine's name of it. */
  readonly name: string;
  /** Where its engine listens; undefined where that is a secret. */
  readonly endpoint: string | undefined;
  /** Whether it was replaced, and goes with the next update. */
  readonly goes: boolean;
}

/** What a stack's state knows, as far as an engine can tell it from what it does not know. */
export interface Recorded {
  readonly hosts: readonly RecordedHost[];
  readonly objects: readonly RecordedObject[];
  /** What its containers have in their labels as their environment: that is not always the stack's name. */
  readonly environments: readonly string[];
  /** What an update had begun when it was cut off, in words. */
  readonly pending: readonly string[];
}

const objectTypes = ["container:Container", "network:Network", "volume:Volume"].map(
  (type) => `docker:index/${type}`,
);

export function recordedIn({ resources = [], pending_operations: pending }: Deployment): Recorded {
  const engines = enginesOf(resources);
  const objects = resources.filter(({ type }) => objectTypes.includes(type));
  const hosts = [...engines].map(([urn, engine]) => ({ name: nameOf(urn).replace(/-engine$/, ""), engine }));
  return {
    // Two hosts of a program may be one engine.
    hosts: hosts.filter(
      ({ engine }, at) =>
        !engine || hosts.findIndex((one) => one.engine?.endpoint === engine.endpoint) === at,
    ),
    objects: objects.map((one) => ({
      name: String(one.outputs?.name),
      endpoint: engines.get(providerOf(one))?.endpoint,
      goes: one.delete ?? false,
    })),
    environments: [...new Set(objects.filter(isContainer).flatMap(environmentOf))].sort(),
    // Null where there are none.
    pending: (pending ?? []).map(
      ({ type, resource }) =>
        `${type} ${resource.type.slice(resource.type.lastIndexOf(":") + 1)} ${nameOf(resource.urn)}`,
    ),
  };
}

const isContainer = ({ type, delete: goes }: Resource): boolean => type === objectTypes[0] && !goes;

function environmentOf({ outputs }: Resource): string[] {
  const labels = (outputs?.labels ?? []) as readonly { label: string; value: string }[];
  return labels.filter(({ label }) => label === "homeport.environment").map(({ value }) => value);
}
