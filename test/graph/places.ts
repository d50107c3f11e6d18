import type { Recording } from "./recording";

/** Where a text stands. */
export interface Place {
  readonly path: string;
  /** Whether the engine was told to keep it secret. */
  readonly hidden: boolean;
}

/** Every place at which a text stands, also as a part of another one. */
export function placesOf(text: string, value: unknown, path = "", hidden = false): Place[] {
  if (typeof value === "string") return value.includes(text) ? [{ path, hidden }] : [];
  if (typeof value !== "object" || value === null) return [];
  if ("secret" in value && Object.keys(value).length === 1) return placesOf(text, value.secret, path, true);
  return Object.entries(value).flatMap(([key, inner]) => [
    ...(key.includes(text) ? [{ path: `${path}.${key} (its name)`, hidden: false }] : []),
    ...placesOf(text, inner, `${path}.${key}`, hidden),
  ]);
}

/** Every place at which a text stands in what a program declared. */
export const placesIn = ({ resources }: Recording, text: string): Place[] =>
  resources.flatMap((resource) => placesOf(text, resource, `${resource.type} ${resource.name}`));
