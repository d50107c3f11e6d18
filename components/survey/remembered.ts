import * as pulumi from "@pulumi/pulumi";
import { perProgram } from "./perProgram";

/** A resource as the stack's state knows it. */
export interface Remembered {
  readonly type: string;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** What the stack's state knew before this command, by URN. */
export type StackState = ReadonlyMap<string, Remembered>;

/**
 * What the stack's state knew before this command of Pulumi: what it made, and under which names. Resources that are
 * about to be deleted are not among it. A new stack's state knows nothing; undefined where there is none, as in a trial.
 */
export const remembered: () => Promise<StackState | undefined> = perProgram(() => ask());

async function ask(): Promise<StackState | undefined> {
  try {
    const stackName = [organization(), pulumi.getProject(), pulumi.getStack()].join("/");
    const { outputs } = await pulumi.runtime.invoke("pulumi:pulumi:readStackResourceOutputs", { stackName });
    return outputs && new Map(Object.entries(outputs as Record<string, Remembered>));
  } catch (error) {
    await pulumi.log.warn(
      `The stack's own state cannot be read (${(error as Error).message}): what is gone from a host by itself is not seen.`,
    );
    return undefined;
  }
}

/** Tests with mocks need not have one; without an account it has this name. */
function organization(): string {
  try {
    return pulumi.getOrganization();
  } catch {
    return "organization";
  }
}

/** Engine's names of all that the state knows of one type. */
export const namesOf = (state: StackState | undefined, type: string): Set<unknown> =>
  new Set([...(state?.values() ?? [])].filter((one) => one.type === type).map(({ outputs }) => outputs.name));
