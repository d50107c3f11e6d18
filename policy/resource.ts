import { readUrn } from "../components/shared/urn";

/** A resource as policies see it, with plain properties. */
export interface Resource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly props: Readonly<Record<string, unknown>>;
  /** URN of the parent; absent where that is the stack. */
  readonly parent?: string;
  /** URN of the provider that makes it. */
  readonly provider?: string;
}

/** The component of Homeport that made a resource. */
export type Maker = "farm" | "network" | "router" | "service" | "backups" | "monitor" | "port";

const makers: Readonly<Record<string, Maker>> = {
  "homeport:index:HaproxyFarm": "farm",
  "homeport:index:EnvironmentNetwork": "network",
  "homeport:index:TraefikRouter": "router",
  "homeport:index:DomainService": "service",
  "homeport:index:Backups": "backups",
  "homeport:index:Monitor": "monitor",
  "homeport:index:PortService": "port",
  "homeport:index:Application": "service",
  "homeport:index:ApplicationContainer": "service",
  "homeport:index:Database": "service",
};

export const stackOf = (urn: string): string => readUrn(urn).stack;
export const projectOf = (urn: string): string => readUrn(urn).project;

/** @returns which of Homeport's components a resource belongs to, by the types of its parents. */
export const makerOf = (urn: string): Maker | undefined =>
  readUrn(urn)
    .types.map((type) => makers[type])
    .find((maker) => maker !== undefined);

/** @returns the name of the host on which a provider works: that of its `DockerHost`, or the provider's own. */
export function hostOf(provider: string | undefined): string {
  if (provider === undefined) return "default";
  const { name, types } = readUrn(provider);
  if (types.includes("homeport:index:DockerHost")) return name.replace(/-engine$/, "");
  return name.startsWith("default") ? "default" : name;
}
