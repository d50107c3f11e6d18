import * as pulumi from "@pulumi/pulumi";

/** A resource as the stack's state knows it. */
export interface Remembered {
  readonly type: string;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** What the stack's state knew before this command, by URN. */
export type StackState = ReadonlyMap<string, Remembered>;

/** By program that runs: one process may run several. */
const asked = new WeakMap<object, Promise<StackState | undefined>>();
const nobody = {};

/**
 * What the stack's state knew before this command of Pulumi: what it made, and under which names. Resources that are
 * about to be deleted are not among it. A new stack's state knows nothing; undefined where there is none, as in a trial.
 */
export function remembered(): Promise<StackState | undefined> {
  const program = pulumi.runtime.getStackResource() ?? nobody;
  const known = asked.get(program) ?? ask();
  asked.set(program, known);
  return known;
}

async function ask(): Promise<StackState | undefined> {
  const stackName = [pulumi.getOrganization(), pulumi.getProject(), pulumi.getStack()].join("/");
  try {
    const { outputs } = await pulumi.runtime.invoke("pulumi:pulumi:readStackResourceOutputs", { stackName });
    return outputs && new Map(Object.entries(outputs as Record<string, Remembered>));
  } catch (error) {
    await pulumi.log.warn(
      `The stack's own state cannot be read (${(error as Error).message}): what is gone from a host by itself is not seen.`,
    );
    return undefined;
  }
}

/** Engine's names of all that the state knows of one type. */
export const namesOf = (state: StackState | undefined, type: string): Set<unknown> =>
  new Set([...(state?.values() ?? [])].filter((one) => one.type === type).map(({ outputs }) => outputs.name));
