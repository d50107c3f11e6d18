import * as pulumi from "@pulumi/pulumi";

const nobody = {};

/** Something that each program has one of, as one process may run several. */
export function perProgram<T>(make: () => T): () => T {
  const made = new WeakMap<object, T>();
  return () => {
    const program = pulumi.runtime.getStackResource() ?? nobody;
    const own = made.get(program) ?? make();
    made.set(program, own);
    return own;
  };
}
