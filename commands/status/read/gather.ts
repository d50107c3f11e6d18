import type { AskPulumi } from "../../shared/pulumi";
import type { Variables } from "../../shared/surroundings";
import type { HomeFacts } from "../facts/home";
import { behindOf, type Comparing } from "./behind";
import { environmentOf } from "./environment";
import { askStack, type StackAnswer } from "./pulumi";
import { survey } from "./survey";

/** What is asked about, and how. */
export interface Asking {
  readonly project: string;
  readonly stacks: readonly string[];
  readonly comparing: Comparing;
  readonly askPulumi: AskPulumi;
  /** What `docker` and `ssh` find in their environment. */
  readonly variables: Variables;
  readonly now: Date;
  readonly progress: (text: string) => void;
}

/** Asks Pulumi, then all engines and then the farms, each side by side with the others of its kind. */
export async function gather(asking: Asking): Promise<HomeFacts> {
  const { project, stacks, comparing, askPulumi, variables, now, progress } = asking;
  progress(`asking Pulumi for ${stacks.join(", ")} …`);
  const answers = await Promise.all(
    stacks.map(async (stack) => ({ stack, answer: await askStack(askPulumi, project, stack) })),
  );
  progress("asking the hosts …");
  const known = answers.flatMap(({ answer }) => ("known" in answer ? [answer.known] : [])).filter(hasBegun);
  const surveyed = await survey(project, known, variables);
  return {
    project,
    askedAt: now.toISOString(),
    environments: await Promise.all(surveyed.map((one) => environmentOf(project, one, variables))),
    notAsked: answers.flatMap(({ stack, answer }) =>
      "notAsked" in answer ? [{ stack, why: answer.notAsked }] : [],
    ),
    behind: behindOf(surveyed, comparing),
  };
}

/** A stack that is empty is none yet, unless an update has failed. */
const hasBegun = ({ deployment, update }: StackAnswer): boolean =>
  (deployment.resources ?? []).length > 0 || update?.succeeded === false;
