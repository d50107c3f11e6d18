import type { AskPulumi } from "./pulumi";

/** What Pulumi is asked for all stacks of a project. */
export const listStacks = ["stack", "ls", "--json"] as const;

/** Names of all stacks of a project that have something. */
export const stacksOf = async (ask: AskPulumi): Promise<string[]> => stacksIn(await ask(...listStacks));

/** The same, in what Pulumi has answered. */
export function stacksIn(answer: string): string[] {
  const stacks = JSON.parse(answer) as readonly ListedStack[];
  return stacks.filter(({ resourceCount }) => resourceCount !== 0).map(({ name }) => name);
}

interface ListedStack {
  readonly name: string;
  /** Not every backend counts. */
  readonly resourceCount?: number;
}
