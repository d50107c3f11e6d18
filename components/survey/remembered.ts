import * as pulumi from "@pulumi/pulumi";
import pRetry from "p-retry";
import { perProgram } from "./perProgram";
import { refused } from "./refused";

/** A resource as the stack's state knows it. */
export interface Remembered {
  readonly type: string;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** Types of the engine's objects in a state. */
export const engineTypes = {
  container: "docker:index/container:Container",
  network: "docker:index/network:Network",
  volume: "docker:index/volume:Volume",
} as const;

/** What the stack's state knew before this command, by URN. */
export type StackState = ReadonlyMap<string, Remembered>;

/**
 * What the stack's state knew before this command of Pulumi: what it made, and under which names. Resources that are
 * about to be deleted are not among it. A new stack's state knows nothing; undefined where there is none, as in a trial.
 */
export const remembered: () => Promise<StackState | undefined> = perProgram(() => ask());

async function ask(): Promise<StackState | undefined> {
  const stackName = [organization(), pulumi.getProject(), pulumi.getStack()].join("/");
  const look = () => pulumi.runtime.invoke("pulumi:pulumi:readStackResourceOutputs", { stackName });
  try {
    // Pulumi writes the state while the program runs, and a file that is being written is empty for a moment.
    const { outputs } = await pRetry(look, { retries: 5, minTimeout: 100, factor: 2 });
    return outputs && new Map(Object.entries(outputs as Record<string, Remembered>));
  } catch (error) {
    // What is gone would be made in a second copy, and data that were kept would not be found.
    return refused(
      `The stack's own state cannot be read: ${(error as Error).message}\n  Nothing is changed without it; try again.`,
    );
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
