import { type Container, containerType, readContainer } from "./container";
import type { Resource } from "./resource";

/** What rules look at in a stack. */
export interface Stack {
  readonly name: string;
  readonly project: string;
  readonly resources: readonly Resource[];
  readonly containers: readonly Container[];
}

/** Reads a stack's resources. */
export const readStack = (name: string, project: string, resources: readonly Resource[]): Stack => ({
  name,
  project,
  resources,
  containers: resources.filter(({ type }) => type === containerType).map(readContainer),
});

/** What serves domains, or has volumes for what does. */
const serviceTypes = [
  "homeport:index:DomainService",
  "homeport:index:Application",
  "homeport:index:ApplicationContainer",
  "homeport:index:Database",
];

export const isService = ({ type }: Pick<Resource, "type">): boolean => serviceTypes.includes(type);

/** A service may have its containers and volumes in parts, one for each host. @returns the service to which a resource belongs. */
export function serviceOf(stack: Stack, { parent }: Resource): Resource | undefined {
  const above = stack.resources.find(({ urn }) => urn === parent);
  return above === undefined || isService(above) ? above : serviceOf(stack, above);
}
