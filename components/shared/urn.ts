/** What a URN says, `urn:pulumi:<stack>::<project>::<types>::<name>`. */
export interface Urn {
  readonly stack: string;
  readonly project: string;
  /** Of its parents, and its own at the end. */
  readonly types: readonly string[];
  /** The resource's name in its program. */
  readonly name: string;
}

export function readUrn(urn: string): Urn {
  const [head = "", project = "", types = "", ...name] = urn.split("::");
  return { stack: head.replace("urn:pulumi:", ""), project, types: types.split("$"), name: name.join("::") };
}
