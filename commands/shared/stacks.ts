import type { AskPulumi } from "./pulumi";

/** What Pulumi is asked for all stacks of a project. */
export const listStacks = ["stack", "ls", "--json"] as const;

/** Names of all stacks of a project that have something. */
export const stacksOf = async (ask: AskPulumi): Promise<string[]> => stacksIn(await ask(...listStacks));

/** The same, and those that have nothing: an update may have failed before it made anything. */
export const allStacksOf = async (ask: AskPulumi): Promise<string[]> => namesIn(await ask(...listStacks));

/** All of them, in what Pulumi has answered. */
export const namesIn = (answer: string): string[] => listedIn(answer).map(({ name }) => name);

/** Those that have something, in what Pulumi has answered. */
export const stacksIn = (answer: string): string[] =>
  listedIn(answer)
    .filter(({ resourceCount }) => resourceCount !== 0)
    .map(({ name }) => name);

const listedIn = (answer: string): readonly ListedStack[] => JSON.parse(answer);

interface ListedStack {
  readonly name: string;
  /** Not every backend counts. */
  readonly resourceCount?: number;
}
