/** What a resource's URN says. */
export interface Urn {
  readonly stack: string;
  readonly project: string;
  /** Type of the resource itself, without those of its parents. */
  readonly type: string;
  readonly name: string;
}

/** @returns the parts of `urn:pulumi:<stack>::<project>::<parent's type>$<type>::<name>`, or nothing where it is none. */
export function parseUrn(urn: string): Urn | undefined {
  const [, stack, project, types, name] = /^urn:pulumi:(.+?)::(.+?)::(.+?)::(.+)$/s.exec(urn) ?? [];
  if (!stack || !project || !types || !name) return undefined;
  return { stack, project, type: types.slice(types.lastIndexOf("$") + 1), name };
}
