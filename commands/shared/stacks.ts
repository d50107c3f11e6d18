import type { AskPulumi } from "./pulumi";

/** Names of all stacks of a project that have something. */
export async function stacksOf(ask: AskPulumi): Promise<string[]> {
  const stacks = JSON.parse(await ask("stack", "ls", "--json")) as readonly ListedStack[];
  return stacks.filter(({ resourceCount }) => resourceCount !== 0).map(({ name }) => name);
}

interface ListedStack {
  readonly name: string;
  /** Not every backend counts. */
  readonly resourceCount?: number;
}
