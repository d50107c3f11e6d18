import { types } from "../../shared/types";
import { parseUrn } from "../../shared/urn";
import type { ResourceChange } from "./resource";

/**
 * Tells the component that a resource belongs to, by its URN. What a service has on one of several hosts is the service's;
 * where the preview does not show that host's part, because it stays as it is, the part stands for itself.
 */
export function ownersIn(resources: readonly ResourceChange[]): (resource: ResourceChange) => string {
  const parts = new Map(resources.filter(({ type }) => type === types.part).map((one) => [one.urn, one]));
  return ({ parent = "" }) => parts.get(parent)?.parent ?? parent;
}

const services: readonly (string | undefined)[] = [
  types.service,
  types.part,
  types.application,
  types.member,
  types.database,
];

/** @returns whether a component is a service, or stands for one. */
export const isService = (urn: string): boolean => services.includes(parseUrn(urn)?.type);
