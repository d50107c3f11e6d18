import pLimit from "p-limit";
import { type LastUpdate, readHistory } from "../../promote/history";
import { type Deployment, nameOf, readDeployment } from "../../promote/state";
import { answerOf } from "../../shared/engineCall";
import { Failure } from "../../shared/failure";
import type { Variables } from "../../shared/surroundings";
import type { Asked } from "../facts";

/**
 * Asks Pulumi's command line, which decrypts nothing unless it is told to.
 * @throws Failure in its words.
 */
export type AskPulumi = (...words: string[]) => Promise<string>;

/** How long Pulumi may take, in seconds: a backend may be far away. */
const patience = 60;

/** As many at once as leave a small machine something for itself. */
const atOnce = pLimit(4);

export const pulumiIn =
  (variables: Variables): AskPulumi =>
  (...words) =>
    atOnce(() =>
      answerOf({ program: "pulumi", words: [...words, "--non-interactive"], variables }, patience).catch(
        (error: Error) => {
          throw new Failure(`pulumi ${words.slice(0, 2).join(" ")}: ${error.message}`);
        },
      ),
    );

/** What is known of a stack without asking any host. */
export interface StackAnswer {
  readonly stack: string;
  readonly deployment: Deployment;
  /** @default it was never updated, or nobody can tell */
  readonly update: LastUpdate | undefined;
}

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

export async function askStack(ask: AskPulumi, stack: string): Promise<Asked<StackAnswer>> {
  const history = ask("stack", "history", "--stack", stack, "--json", "--page-size", "20").then(readHistory);
  try {
    const [exported, update] = await Promise.all([
      ask("stack", "export", "--stack", stack),
      history.catch(() => undefined),
    ]);
    return { known: { stack, deployment: readDeployment(exported), update } };
  } catch (error) {
    return { notAsked: (error as Error).message };
  }
}

/** What an update had begun when it was cut off, in words. */
export const pendingIn = ({ pending_operations: pending }: Deployment): string[] =>
  // Null where there are none.
  (pending ?? []).map(
    ({ type, resource }) =>
      `${type} ${resource.type.slice(resource.type.lastIndexOf(":") + 1)} ${nameOf(resource.urn)}`,
  );
